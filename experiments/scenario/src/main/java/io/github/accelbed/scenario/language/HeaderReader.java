package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.grammar.ScenarioBaseVisitor;
import io.github.accelbed.scenario.grammar.ScenarioParser;
import io.github.accelbed.scenario.grammar.ScenarioParser.BackendHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.BackendNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ClaimHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceBitsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceIommuContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceNoPasidContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceNoPriContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceNoRawioContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceQueuesContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceViaContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExploreEventsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExploreRetriesContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.KernelHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LimitHugepagesContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LimitMapsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LimitMemlockContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LimitPasidsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReleaseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ScenarioHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TitleHeaderContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.WithoutHeaderContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads the headers, one visit a line, and keeps what they say. */
final class HeaderReader extends ScenarioBaseVisitor<@Nullable Void> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}");

    private static final int FEWEST_BITS = 32;

    private final Problems problems;
    private final Readers readers;
    private final Vocabulary vocabulary;
    private final Map<String, Token> seen = new HashMap<>();

    String name = "";
    String title = "";
    final List<String> claims = new ArrayList<>();
    List<KernelVersion> kernels = Scenario.DEFAULT_KERNELS;
    List<String> backends = Scenario.DEFAULT_BACKENDS;
    private final List<DeclaredDevice> devices = new ArrayList<>();
    private @Nullable Long memlockBytes;
    private @Nullable Integer pasids;
    private @Nullable Integer hugepages;
    private @Nullable Integer maps;
    private List<SpontaneousEvent> events = List.of();
    private @Nullable Integer retries;
    List<String> ablations = List.of();

    HeaderReader(Problems problems, Vocabulary vocabulary) {
        this.problems = problems;
        this.readers = new Readers(problems);
        this.vocabulary = vocabulary;
    }

    /** Reads all headers and checks that those are there that every scenario needs. */
    void read(List<ScenarioParser.HeaderContext> headers, Token run) {
        headers.forEach(this::visit);
        for (String needed : List.of("scenario", "title")) {
            if (!seen.containsKey(needed)) {
                problems.add(run, "'run' without a '" + needed + "' header before it", "'" + needed + "'");
            }
        }
    }

    List<DeclaredDevice> devices() {
        return devices.isEmpty() ? List.of(DeclaredDevice.DEFAULT) : devices;
    }

    Limits limits() {
        return new Limits(memlockBytes, pasids, maps, hugepages);
    }

    Exploration exploration() {
        return new Exploration(events, retries);
    }

    @Override
    public @Nullable Void visitScenarioHeader(ScenarioHeaderContext ctx) {
        once("scenario", ctx.getStart());
        Token first = ctx.freeName().getStart();
        Interval whole =
                Interval.of(first.getStartIndex(), ctx.freeName().getStop().getStopIndex());
        name = first.getInputStream().getText(whole);
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    first,
                    Problems.quoted(name),
                    "the scenario's name: letters, digits and any of . _ / + -, without blanks, at most 200 of them");
        }
        return null;
    }

    @Override
    public @Nullable Void visitTitleHeader(TitleHeaderContext ctx) {
        once("title", ctx.getStart());
        title = readers.text(ctx.STRING().getSymbol());
        if (title.isBlank()) {
            problems.add(ctx.STRING().getSymbol(), "an empty title", "the question in words");
        }
        return null;
    }

    @Override
    public @Nullable Void visitClaimHeader(ClaimHeaderContext ctx) {
        for (ParserRuleContext id : ctx.claimId()) {
            if (vocabulary.claims().isEmpty() || vocabulary.claims().contains(id.getText())) {
                addNew(claims, id);
            } else {
                problems.unknown(id.getStart(), "the id of a claim in the ledger", vocabulary.claims());
            }
        }
        return null;
    }

    @Override
    public @Nullable Void visitKernelHeader(KernelHeaderContext ctx) {
        once("kernel", ctx.getStart());
        Set<KernelVersion> versions = new LinkedHashSet<>();
        for (ReleaseContext release : ctx.release()) {
            Token token = release.getStart();
            List<KernelVersion> named = named(release, token);
            if (!Collections.disjoint(versions, named)) {
                repeated(token);
            }
            versions.addAll(named);
        }
        kernels = versions.isEmpty() ? Scenario.DEFAULT_KERNELS : List.copyOf(versions);
        return null;
    }

    private List<KernelVersion> named(ReleaseContext release, Token token) {
        if (release.name() == null) {
            return readers.range(token).releases();
        }
        if (release.getText().equals(VersionRange.ALL)) {
            return KernelVersion.RELEASES;
        }
        problems.unknown(token, SyntaxMessages.RELEASE, List.of(VersionRange.ALL));
        return List.of();
    }

    @Override
    public @Nullable Void visitBackendHeader(BackendHeaderContext ctx) {
        once("backend", ctx.getStart());
        List<String> ids = new ArrayList<>();
        for (BackendNameContext id : ctx.backendName()) {
            if (!id.getText().equals("all")) {
                backend(id);
                addNew(ids, id);
            } else if (ctx.backendName().size() > 1) {
                problems.add(id.getStart(), "'all' beside other backends", "'all' alone, or backends by name");
            } else if (!vocabulary.backends().isEmpty()) {
                ids.addAll(vocabulary.backends());
            }
        }
        if (!ids.isEmpty()) {
            backends = ids;
        }
        return null;
    }

    @Override
    public @Nullable Void visitDeviceHeader(DeviceHeaderContext ctx) {
        Token kind = ctx.deviceName().getStart();
        Integer queues = vocabulary.devices().get(kind.getText());
        if (queues == null) {
            problems.unknown(
                    kind,
                    "a device: " + String.join(", ", vocabulary.devices().keySet()),
                    vocabulary.devices().keySet());
            queues = 1;
        } else if (devices.stream().anyMatch(device -> device.kind().equals(kind.getText()))) {
            repeated(kind);
        }
        String via = null;
        boolean pasid = true;
        boolean pri = true;
        boolean rawio = true;
        IommuKind iommu = IommuKind.UNNAMED;
        int bits = Iommu.ALL_BITS;
        Map<Class<?>, Token> options = new HashMap<>();
        for (DeviceOptionContext option : ctx.deviceOption()) {
            if (options.put(option.getClass(), option.getStart()) != null) {
                repeated(option.getStart());
            }
            if (option instanceof DeviceQueuesContext q) {
                queues = readers.integer(q.INT().getSymbol(), 1, DeclaredDevice.MAX_QUEUES, "a number of queues");
            } else if (option instanceof DeviceViaContext v) {
                via = backend(v.backendName());
            } else if (option instanceof DeviceIommuContext i) {
                iommu = iommu(i.iommuName().getStart());
            } else if (option instanceof DeviceBitsContext b) {
                bits = readers.integer(b.INT().getSymbol(), FEWEST_BITS, Iommu.ALL_BITS, "a number of bits");
            }
            pasid &= !(option instanceof DeviceNoPasidContext);
            pri &= !(option instanceof DeviceNoPriContext);
            rawio &= !(option instanceof DeviceNoRawioContext);
        }
        devices.add(new DeclaredDevice(
                Problems.at(ctx.getStart()), kind.getText(), queues, via, pasid, pri, rawio, iommu, bits));
        return null;
    }

    /** One IOMMU serves all devices, so those that name it must name the same. */
    private IommuKind iommu(Token word) {
        List<String> names = IommuKind.named().map(IommuKind::id).toList();
        IommuKind named = IommuKind.of(word.getText()).orElse(IommuKind.UNNAMED);
        if (named == IommuKind.UNNAMED) {
            problems.unknown(word, "an IOMMU: " + String.join(", ", names), names);
        }
        for (DeclaredDevice other : devices) {
            if (other.iommu() != IommuKind.UNNAMED && named != IommuKind.UNNAMED && other.iommu() != named) {
                problems.add(
                        word,
                        Problems.quoted(word.getText()) + " beside "
                                + Problems.quoted(other.iommu().id()),
                        "the same IOMMU, which serves all devices");
            }
        }
        return named;
    }

    @Override
    public @Nullable Void visitLimitMemlock(LimitMemlockContext ctx) {
        once("limit memlock", ctx.getStart());
        Token amount = ctx.INT() != null ? ctx.INT().getSymbol() : ctx.SIZE().getSymbol();
        memlockBytes = readers.bytes(amount, Limits.MAX_MEMLOCK_BYTES, "a number of bytes");
        return null;
    }

    @Override
    public @Nullable Void visitLimitPasids(LimitPasidsContext ctx) {
        once("limit pasids", ctx.getStart());
        pasids = readers.integer(ctx.INT().getSymbol(), 0, Limits.MAX_COUNT, "a number of PASIDs");
        return null;
    }

    @Override
    public @Nullable Void visitLimitHugepages(LimitHugepagesContext ctx) {
        once("limit hugepages", ctx.getStart());
        hugepages = readers.integer(ctx.INT().getSymbol(), 0, Limits.MAX_COUNT, "a number of huge pages");
        return null;
    }

    @Override
    public @Nullable Void visitLimitMaps(LimitMapsContext ctx) {
        once("limit maps", ctx.getStart());
        maps = readers.integer(ctx.INT().getSymbol(), 0, Limits.MAX_COUNT, "a number of mappings");
        return null;
    }

    @Override
    public @Nullable Void visitExploreEvents(ExploreEventsContext ctx) {
        once("explore events", ctx.getStart());
        List<SpontaneousEvent> list = new ArrayList<>();
        for (int i = 1; i < ctx.getChildCount(); i++) {
            Token word = ((TerminalNode) ctx.getChild(i)).getSymbol();
            SpontaneousEvent event = SpontaneousEvent.valueOf(word.getText().toUpperCase(Locale.ROOT));
            if (list.contains(event)) {
                repeated(word);
            } else {
                list.add(event);
            }
        }
        events = list;
        return null;
    }

    @Override
    public @Nullable Void visitExploreRetries(ExploreRetriesContext ctx) {
        once("explore retries", ctx.getStart());
        retries = readers.integer(ctx.INT().getSymbol(), 0, Exploration.MAX_RETRIES, "a number of retries");
        return null;
    }

    @Override
    public @Nullable Void visitWithoutHeader(WithoutHeaderContext ctx) {
        once("without", ctx.getStart());
        List<String> list = new ArrayList<>();
        for (ParserRuleContext mechanism : ctx.mechanismName()) {
            if (vocabulary.mechanisms().contains(mechanism.getText())) {
                addNew(list, mechanism);
            } else {
                problems.unknown(
                        mechanism.getStart(),
                        vocabulary.mechanisms().isEmpty()
                                ? "a mechanism (none can be taken away)"
                                : "a mechanism: " + String.join(", ", vocabulary.mechanisms()),
                        vocabulary.mechanisms());
            }
        }
        ablations = list;
        return null;
    }

    private String backend(BackendNameContext id) {
        String text = id.getText();
        if (text.equals(Scenario.MM)) {
            problems.add(id.getStart(), "'mm'", "a backend; a scenario without 'open' runs as 'mm' by itself");
        } else if (!vocabulary.backends().contains(text)) {
            problems.unknown(
                    id.getStart(), "a backend: " + String.join(", ", vocabulary.backends()), vocabulary.backends());
        }
        return text;
    }

    private void addNew(List<String> list, ParserRuleContext word) {
        if (list.contains(word.getText())) {
            repeated(word.getStart());
        } else {
            list.add(word.getText());
        }
    }

    private void repeated(Token word) {
        problems.add(word, "a second " + Problems.quoted(word.getText()), "each only once");
    }

    private void once(String header, Token token) {
        Token first = seen.putIfAbsent(header, token);
        if (first != null) {
            problems.add(
                    token,
                    "a second '" + header + "' (the first is on line " + first.getLine() + ")",
                    "it at most once; only device, limit and claim may be repeated");
        }
    }
}
