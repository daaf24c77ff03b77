package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.util.Locale;
import java.util.Optional;

/** Says who may do what with which repository. */
public interface Guard {

    /** What can be done with a repository. */
    enum Right {
        PULL,
        PUSH,
        DELETE;

        /** As settings have it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everybody may do everything. */
    Guard NONE = new Guard() {
        @Override
        public boolean anonymous(RepositoryName name, Right right) {
            return true;
        }

        @Override
        public Optional<Response> refusal(Request request, RepositoryName name, Right right) {
            return Optional.empty();
        }

        @Override
        public Optional<Response> refusal(Request request) {
            return Optional.empty();
        }

        @Override
        public boolean sees(Request request, RepositoryName name) {
            return true;
        }

        @Override
        public String user(Request request) {
            return "";
        }
    };

    /** Whether everybody may; never waits. */
    boolean anonymous(RepositoryName name, Right right);

    /** What to answer to somebody who may not. */
    Optional<Response> refusal(Request request, RepositoryName name, Right right);

    /** The same for what is about no repository: whether this is anybody at all. */
    Optional<Response> refusal(Request request);

    /** Whether who asks may pull from there, whatever the request itself is about. */
    boolean sees(Request request, RepositoryName name);

    /** Who asks; empty for nobody in particular. */
    String user(Request request);
}
