package io.github.accelbed.fuzzer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a program has named so far, and roughly what has become of it, as far as its writer cares: steps mostly make sense. It is no
 * model; who is wrong about a step that fails has only written a duller program.
 */
final class Sketch {

    /** Something with a name, known everywhere or, within a {@code par}, in its own branch only. */
    abstract static class Named {
        final String name;
        private int branch;

        Named(String name) {
            this.name = name;
        }
    }

    /** A process; after clone and vfork both have the very set of buffers. */
    static final class Proc extends Named {
        Set<Buffer> mapped = new LinkedHashSet<>();
        boolean alive = true;

        @Nullable
        Proc waitsFor;

        Proc(String name) {
            super(name);
        }

        boolean acts() {
            return alive && waitsFor == null;
        }
    }

    /** A buffer of a size that never changes. */
    static final class Buffer extends Named {
        final int pages;

        Buffer(String name, int pages) {
            super(name);
            this.pages = pages;
        }
    }

    /** A queue of a device, and who had it first. */
    static final class Queue extends Named {
        final String device;
        final Proc owner;
        boolean open = true;
        final Set<Buffer> reaches = new LinkedHashSet<>();

        Queue(String name, String device, Proc owner) {
            super(name);
            this.device = device;
            this.owner = owner;
        }
    }

    /** Pages that are held. */
    static final class Reference extends Named {
        final Proc owner;
        boolean held = true;

        Reference(String name, Proc owner) {
            super(name);
            this.owner = owner;
        }
    }

    /** A mediated device. */
    static final class Mdev extends Named {
        final String device;

        Mdev(String name, String device) {
            super(name);
            this.device = device;
        }
    }

    private final List<Named> names = new ArrayList<>();
    private final List<String> registers = new ArrayList<>();
    private int branch;
    private int branches;
    private int known;
    private int bound;

    Sketch() {
        add(new Proc("A"));
    }

    /** Begins a branch of a {@code par}. */
    void enterBranch() {
        branch = ++branches;
    }

    /** Ends a {@code par}. */
    void leavePar() {
        branch = 0;
        names.forEach(name -> name.branch = 0);
    }

    /** A name that nothing has yet; of a process a capital letter, as long as there are some. */
    String fresh(String letter) {
        return letter + known++;
    }

    /** A register that nothing binds yet. */
    String register() {
        String register = "r" + bound++;
        registers.add(register);
        return register;
    }

    List<String> registers() {
        return registers;
    }

    <N extends Named> N add(N named) {
        ((Named) named).branch = branch;
        names.add(named);
        return named;
    }

    /** What is known here and as wanted. */
    <N extends Named> List<N> known(Class<N> kind, Predicate<? super N> wanted) {
        List<N> found = new ArrayList<>();
        for (Named name : names) {
            if (kind.isInstance(name) && (name.branch == 0 || name.branch == branch) && wanted.test(kind.cast(name))) {
                found.add(kind.cast(name));
            }
        }
        return found;
    }

    /** Exec, exit and kill. */
    void leave(Proc proc) {
        proc.mapped = new LinkedHashSet<>();
        for (Proc parent : known(Proc.class, parent -> parent.waitsFor == proc)) {
            parent.waitsFor = null;
        }
        known(Reference.class, reference -> reference.owner == proc).forEach(reference -> reference.held = false);
        known(Queue.class, queue -> queue.owner == proc).forEach(queue -> queue.open = false);
    }
}
