package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.json.Json;
import io.slipway.doctor.Doctor;
import io.slipway.doctor.Doctor.Purpose;
import io.slipway.doctor.Finding;
import io.slipway.doctor.ThisHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code slipway doctor}: is this host ready to be a provisioning node? */
final class DoctorCommand implements Action {

    private static final String JSON = "json";

    private final Supplier<Path> home;
    private final PrintWriter out;
    private final Given<Boolean> lab;
    private final Given<String> output;

    DoctorCommand(Syntax syntax, Supplier<Path> home, PrintWriter out) {
        this.home = home;
        this.out = out;
        lab = syntax.flag("--lab", "Fail also for what only the lab and the demo need.");
        output = syntax.option("--output", "FORM", Reading.oneOf("text", JSON), "text or json (default: text).");
    }

    @Override
    public int run() {
        Path directory = home.get();
        ThisHost host = new ThisHost(directory, System.getenv(), InstantSource.system());
        List<Finding> findings = Doctor.forHome(directory, lab.present() ? Purpose.LAB : Purpose.APPLIANCE)
                .examine(host);
        out.print(output.or("text").equals(JSON) ? json(findings) : text(findings));
        out.flush();
        return Doctor.ready(findings) ? 0 : 1;
    }

    static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format("%-5s %-17s %s%n", word(finding), finding.check(), finding.what()));
            if (!finding.why().isEmpty()) {
                text.append(String.format("%-23s why: %s%n", "", finding.why()));
            }
            if (!finding.remedy().isEmpty()) {
                text.append(String.format("%-23s do:  %s%n", "", finding.remedy()));
            }
        }
        return text.toString();
    }

    static String json(List<Finding> findings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ready", Doctor.ready(findings));
        document.put("checks", findings.stream().map(DoctorCommand::fields).toList());
        return Json.pretty(document) + "\n";
    }

    private static Map<String, Object> fields(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", finding.check());
        fields.put("level", word(finding));
        fields.put("what", finding.what());
        fields.put("why", finding.why());
        fields.put("remedy", finding.remedy());
        return fields;
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }
}
