package io.slipway.netboot.files;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** Something that machines are to load is missing or makes no sense. */
public final class FilesException extends ProblemException {

    FilesException(List<Problem> problems) {
        super(problems, null);
    }
}
