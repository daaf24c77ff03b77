package io.slipway.mirror.fetch;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.mirror.store.WrongContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something could not be downloaded, or was not what it should have been. */
public final class FetchException extends ProblemException {

    private final Again again;
    private final Duration notBefore;

    /** Whether it is worth while to ask again. */
    enum Again {
        NEVER,
        /** It is not there, or what came was of no use: another place may have it. */
        ABSENT,
        /** What came was wrong: it may have been garbled on the way, but a second time says that it is like that. */
        ONCE,
        PATIENTLY
    }

    FetchException(Problem problem, Again again, @Nullable Throwable cause) {
        this(problem, again, Duration.ZERO, cause);
    }

    private FetchException(Problem problem, Again again, Duration notBefore, @Nullable Throwable cause) {
        super(problem, cause);
        this.again = again;
        this.notBefore = notBefore;
    }

    FetchException(List<Problem> problems) {
        super(problems, null);
        this.again = Again.NEVER;
        this.notBefore = Duration.ZERO;
    }

    static FetchException of(URI uri, String why, Again again, @Nullable Throwable cause) {
        return new FetchException(problem(uri, why), again, cause);
    }

    static FetchException of(URI uri, String why, String hint, Again again) {
        return of(uri, why, hint, again, null);
    }

    static FetchException of(URI uri, String why, String hint, Again again, @Nullable Throwable cause) {
        return new FetchException(problem(uri, why).hint(hint), again, cause);
    }

    /** @param notBefore how long the server wants to be left alone */
    static FetchException later(URI uri, String why, Duration notBefore) {
        return new FetchException(problem(uri, why), Again.PATIENTLY, notBefore, null);
    }

    static FetchException garbled(URI uri, WrongContent cause) {
        Problem problem = problem(uri, cause.problem().why())
                .hint("the archive has another file than its signed index says, or something on the way changes it: "
                        + "try again later, or from another mirror");
        return new FetchException(problem, Again.ONCE, cause);
    }

    private static Problem problem(URI uri, String why) {
        return Problem.of("this file cannot be fetched")
                .at(Position.in(Shown.of(uri)))
                .because(why);
    }

    /** Whether there was no such file. */
    boolean absent() {
        return again == Again.ABSENT;
    }

    /** Whether the reason may pass, and with it that of other files. */
    boolean mayPass() {
        return again == Again.PATIENTLY;
    }

    /** @param failures how many there have been, with this one */
    boolean worthAnotherAttempt(int failures, Backoff backoff) {
        return switch (again) {
            case NEVER, ABSENT -> false;
            case ONCE -> failures < Math.min(2, backoff.attempts());
            case PATIENTLY -> failures < backoff.attempts();
        };
    }

    /** How long to wait before the next attempt. */
    Duration pause(int failures, Backoff backoff) {
        Duration usual = backoff.pauseAfter(failures);
        return usual.compareTo(notBefore) > 0 ? usual : notBefore;
    }
}
