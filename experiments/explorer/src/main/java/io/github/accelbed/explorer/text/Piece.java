package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steps of one statement that follow each other without another actor's step between them.
 *
 * @param actor whose statement it is
 * @param line of the statement in the scenario's file; 0 if none caused it
 * @param text the statement without its actor
 * @param steps short forms, steps of one name that follow each other in one
 * @param notes what is to be known of the steps
 */
record Piece(String actor, int line, String text, List<String> steps, List<String> notes) {
    private static final Pattern STATEMENT = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*):\\s*(.*)");

    /** Copies the lists. */
    Piece {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** Whether both belong to one run of one statement; what no statement causes never goes on. */
    boolean goesOn(Piece later) {
        return line > 0 && line == later.line && actor.equals(later.actor) && text.equals(later.text);
    }

    /** Processes, which have a capital first letter, before queues and references, and these before what nobody asked for. */
    int rank() {
        if (line == 0) {
            return 2;
        }
        return Character.isUpperCase(actor.charAt(0)) ? 0 : 1;
    }

    static List<Piece> of(TimeLine witness) {
        List<Piece> pieces = new ArrayList<>();
        List<TimeLineEvent> events = witness.events();
        int at = 0;
        while (at < events.size()) {
            int end = at + 1;
            while (end < events.size() && together(witness, events.get(at), events.get(end))) {
                end++;
            }
            pieces.add(piece(witness, events.subList(at, end)));
            at = end;
        }
        return pieces;
    }

    private static boolean together(TimeLine witness, TimeLineEvent first, TimeLineEvent next) {
        return first.statementLine() == next.statementLine()
                && first.statement().equals(next.statement())
                && actor(witness, first).equals(actor(witness, next));
    }

    private static Piece piece(TimeLine witness, List<TimeLineEvent> events) {
        TimeLineEvent first = events.get(0);
        String actor = actor(witness, first);
        List<String> steps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int at = 0;
        while (at < events.size()) {
            String step = step(witness, actor, events.get(at));
            int count = 0;
            while (at < events.size() && step(witness, actor, events.get(at)).equals(step)) {
                String note = events.get(at).note();
                if (note != null && !notes.contains(note)) {
                    notes.add(note);
                }
                at++;
                count++;
            }
            steps.add(count == 1 ? step : step + " x" + count);
        }
        Matcher statement = STATEMENT.matcher(first.statement());
        String text = statement.matches() ? statement.group(2) : first.statement();
        return new Piece(actor, first.statementLine(), text.isBlank() ? first.label() : text, steps, notes);
    }

    private static String actor(TimeLine witness, TimeLineEvent event) {
        Matcher statement = STATEMENT.matcher(event.statement());
        return statement.matches()
                ? statement.group(1)
                : witness.lanes().get(event.lane()).name();
    }

    /** Where a step is taken is said if it is not the actor's own CPU or device. */
    private static String step(TimeLine witness, String actor, TimeLineEvent event) {
        String lane = witness.lanes().get(event.lane()).name();
        boolean own = lane.equals(actor) || lane.equals(actor + " CPU") || lane.equals("device " + actor);
        return own ? event.label() : event.label() + " [" + lane + "]";
    }
}
