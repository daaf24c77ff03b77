package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import io.slipway.mirror.oci.sync.ImagePlan;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sync would bring or brought, as a JSON document; sizes are in bytes. */
final class PlanJson {

    private PlanJson() {}

    static String of(List<Outcome> outcomes) {
        List<Object> mirrors = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Planned(Plan plan) -> mirrors.add(mirror(plan));
                case Outcome.PlannedImages(ImagePlan plan) -> mirrors.add(mirror(plan));
                case Outcome.PublishedImages(ImagePlan plan, String generation) -> {
                    Map<String, Object> mirror = mirror(plan);
                    mirror.put("generation", generation);
                    mirrors.add(mirror);
                }
                case Outcome.Failed(String name, ProblemException cause) ->
                    mirrors.add(Map.of(
                            "mirror",
                            name,
                            "problems",
                            cause.problems().stream().map(PlanJson::problem).toList()));
                case Outcome.UpToDate(String name, String generation) ->
                    mirrors.add(Map.of("mirror", name, "generation", generation));
                case Outcome.Published(Plan plan, String generation) -> {
                    Map<String, Object> mirror = mirror(plan);
                    mirror.put("generation", generation);
                    mirrors.add(mirror);
                }
            }
        }
        return Json.pretty(Map.of("mirrors", mirrors));
    }

    private static Map<String, Object> mirror(Plan plan) {
        Map<String, Object> mirror = new LinkedHashMap<>();
        mirror.put("mirror", plan.mirror());
        mirror.put("suite", plan.suite());
        mirror.put("size", plan.size());
        mirror.put("missing", plan.missing());
        mirror.put("packages", plan.items().stream().map(PlanJson::item).toList());
        mirror.put("sources", plan.sources().stream().map(PlanJson::source).toList());
        return mirror;
    }

    private static Map<String, Object> mirror(ImagePlan plan) {
        Map<String, Object> mirror = new LinkedHashMap<>();
        mirror.put("mirror", plan.mirror());
        mirror.put("size", plan.size());
        mirror.put("missing", plan.missing());
        mirror.put("images", plan.items().stream().map(PlanJson::item).toList());
        return mirror;
    }

    private static Map<String, Object> item(ImagePlan.Item item) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", item.image().name().toString());
        item.image().tag().ifPresent(tag -> entry.put("tag", tag));
        entry.put("digest", item.image().digest().toString());
        entry.put("size", item.size());
        entry.put("missing", item.missing());
        entry.put("companions", item.companions());
        return entry;
    }

    private static Map<String, Object> item(Plan.Item item) {
        var chosen = item.pick().chosen();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", chosen.name());
        entry.put("version", chosen.version().text());
        entry.put("architecture", chosen.architecture());
        entry.put("archive", chosen.archive().toString());
        entry.put("size", chosen.size());
        entry.put("sha256", chosen.sha256().hex());
        entry.put("present", item.present());
        entry.put("why", item.pick().chain());
        return entry;
    }

    private static Map<String, Object> source(Plan.SourceFile file) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", file.path());
        entry.put("size", file.file().content().size());
        entry.put("sha256", file.file().content().digest().hex());
        entry.put("present", file.present());
        return entry;
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("what", problem.what());
        entry.put("where", problem.where() == null ? "" : problem.where().toString());
        entry.put("why", problem.why());
        entry.put("hint", problem.hint());
        return entry;
    }
}
