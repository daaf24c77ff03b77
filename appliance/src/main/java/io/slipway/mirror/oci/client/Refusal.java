package io.slipway.mirror.oci.client;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.fetch.Said;
import io.slipway.mirror.fetch.Shown;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What a registry says when it does not do what it was asked for (distribution-spec "Error Codes"). */
final class Refusal {

    private static final int LONGEST = 300;

    private Refusal() {}

    static ClientException of(URI uri, Said said, String advice) {
        boolean password = said.status() == 401 || said.status() == 403;
        return new ClientException(
                Problem.of("the registry refuses this")
                        .at(Position.in(Shown.of(uri)))
                        .because("it answered " + said.status() + words(said))
                        .hint(password ? "if it wants a password, " + advice : ""),
                said.absent(),
                null);
    }

    private static String words(Said said) {
        try {
            if (Json.read("", said.text()) instanceof Map<?, ?> document
                    && document.get("errors") instanceof List<?> errors
                    && !errors.isEmpty()
                    && errors.getFirst() instanceof Map<?, ?> error) {
                String text = error.get("code") + ", " + error.get("message");
                return ": "
                        + text.substring(0, Math.min(LONGEST, text.length())).replaceAll("\\p{Cntrl}", " ");
            }
        } catch (JsonException inNoFormThatIsKnown) {
            return "";
        }
        return "";
    }
}
