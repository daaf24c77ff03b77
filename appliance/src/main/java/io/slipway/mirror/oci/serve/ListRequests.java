package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;
import static io.slipway.mirror.oci.serve.Answers.json;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.ManifestFacts;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Repository;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What there is: tags, repositories, referrers. */
final class ListRequests {

    private static final String JSON = "application/json";

    private final RegistryStore registry;

    ListRequests(RegistryStore registry) {
        this.registry = registry;
    }

    Response tags(Call call) {
        Repository repository = registry.repository(call.name());
        if (!repository.exists()) {
            throw new RegistryException(ErrorCode.NAME_UNKNOWN, "there is no such repository");
        }
        Page page = Page.of(call.request(), repository.tags());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", call.asked());
        document.put("tags", page.items());
        return page.linked(json(200, JSON, document), call.location("tags/list"));
    }

    /** Docker's own; the distribution-spec has none. */
    Response repositories(Request request, Predicate<RepositoryName> mayRead) {
        Page page = Page.of(
                request,
                registry.repositories().stream()
                        .filter(mayRead)
                        .map(RepositoryName::spelled)
                        .sorted()
                        .toList());
        return page.linked(json(200, JSON, Map.of("repositories", page.items())), "/v2/_catalog");
    }

    Response referrers(Call call) {
        Repository repository = registry.repository(call.name());
        Optional<String> type = call.request().parameter("artifactType");
        List<Map<String, Object>> manifests = repository.referrers(call.digest()).stream()
                .map(manifest -> ManifestRequests.facts(repository, manifest))
                .filter(facts -> type.isEmpty() || facts.artifactType().equals(type.get()))
                .map(ManifestFacts::descriptor)
                .toList();
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", manifests);
        Response answer = json(200, MediaTypes.OCI_INDEX, index);
        return type.isEmpty() ? answer : Answers.with(answer, header("OCI-Filters-Applied", "artifactType"));
    }

    /** A part of a sorted list (distribution-spec, "Listing Tags"). */
    private record Page(List<String> items, int wanted, boolean more) {

        static Page of(Request request, List<String> all) {
            int wanted = request.parameter("n").map(Page::number).orElse(Integer.MAX_VALUE);
            String last = request.parameter("last").orElse("");
            List<String> after =
                    all.stream().filter(item -> item.compareTo(last) > 0).toList();
            int count = Math.min(wanted, after.size());
            return new Page(after.subList(0, count), wanted, wanted > 0 && count < after.size());
        }

        private static int number(String text) {
            if (!text.matches("\\d{1,9}")) {
                throw new RegistryException(ErrorCode.UNSUPPORTED, 400, "n is a number");
            }
            return Integer.parseInt(text);
        }

        Response linked(Response answer, String location) {
            if (!more) {
                return answer;
            }
            String last = URLEncoder.encode(items.getLast(), StandardCharsets.UTF_8);
            String next = location + (location.contains("?") ? "&" : "?") + "n=" + wanted + "&last=" + last;
            return Answers.with(answer, header("Link", "<" + next + ">; rel=\"next\""));
        }
    }
}
