package io.slipway.cli;

import io.slipway.common.Progress;
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
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway doctor}: is this host ready to be a provisioning node? */
@Command(
        name = "doctor",
        description = "Is this host ready to be a provisioning node?",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

    enum Output {
        text,
        json
    }

    private final Supplier<Path> home;
    private final PrintWriter out;

    @Option(names = "--lab", description = "Fail also for what only the lab and the demo need.")
    private boolean lab;

    @Option(names = "--output", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    private Output output = Output.text;

    public DoctorCommand(Supplier<Path> home, PrintWriter out, PrintWriter err, Progress progress) {
        this.home = home;
        this.out = out;
    }

    @Override
    public Integer call() {
        Path directory = home.get();
        ThisHost host = new ThisHost(directory, System.getenv(), InstantSource.system());
        List<Finding> findings =
                Doctor.forHome(directory, lab ? Purpose.LAB : Purpose.APPLIANCE).examine(host);
        out.print(output == Output.json ? json(findings) : text(findings));
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
