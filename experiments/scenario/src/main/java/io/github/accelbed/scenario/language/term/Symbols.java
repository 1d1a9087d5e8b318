package io.github.accelbed.scenario.language.term;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The spellings that are answers and therefore no names of registers: {@code ok}, {@code blocked}, {@code stalled}, Linux's errno names
 * (one for each number, so {@code EAGAIN} and not {@code EWOULDBLOCK}; with the kernel's own {@code ENOTSUPP}) and its
 * signal names.
 */
public final class Symbols {

    private static final String ERRNOS = """
            E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT EAGAIN EALREADY EBADE EBADF EBADFD
            EBADMSG EBADR EBADRQC EBADSLT EBFONT EBUSY ECANCELED ECHILD ECHRNG ECOMM ECONNABORTED
            ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EDOTDOT EDQUOT EEXIST EFAULT EFBIG
            EHOSTDOWN EHOSTUNREACH EHWPOISON EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR
            EISNAM EKEYEXPIRED EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC ELIBBAD
            ELIBEXEC ELIBMAX ELIBSCN ELNRNG ELOOP EMEDIUMTYPE EMFILE EMLINK EMSGSIZE EMULTIHOP
            ENAMETOOLONG ENAVAIL ENETDOWN ENETRESET ENETUNREACH ENFILE ENOANO ENOBUFS ENOCSI ENODATA
            ENODEV ENOENT ENOEXEC ENOKEY ENOLCK ENOLINK ENOMEDIUM ENOMEM ENOMSG ENONET ENOPKG
            ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTBLK ENOTCONN ENOTDIR ENOTEMPTY ENOTNAM
            ENOTRECOVERABLE ENOTSOCK ENOTSUPP ENOTTY ENOTUNIQ ENXIO EOPNOTSUPP EOVERFLOW EOWNERDEAD
            EPERM EPFNOSUPPORT EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMCHG EREMOTE EREMOTEIO
            ERESTART ERFKILL EROFS ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH ESRMNT ESTALE ESTRPIPE ETIME
            ETIMEDOUT ETOOMANYREFS ETXTBSY EUCLEAN EUNATCH EUSERS EXDEV EXFULL""";

    private static final String SIGNALS = """
            SIGALRM SIGBUS SIGCHLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGKILL SIGPIPE SIGPROF
            SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU
            SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ""";

    private static final Set<String> ALL = Stream.of("ok blocked stalled", ERRNOS, SIGNALS)
            .flatMap(words -> Stream.of(words.split("\\s+")))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private Symbols() {}

    /**
     * Whether a word is the spelling of an answer.
     *
     * @param word any word
     * @return true for {@code ok}, {@code blocked}, {@code stalled}, an errno or a signal; case counts
     */
    public static boolean isSymbol(String word) {
        return ALL.contains(word);
    }

    /**
     * All spellings.
     *
     * @return {@code ok}, {@code blocked} and {@code stalled} first, then errnos and signals by name
     */
    public static List<String> all() {
        return List.copyOf(ALL);
    }
}
