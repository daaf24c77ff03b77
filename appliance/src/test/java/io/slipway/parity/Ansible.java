package io.slipway.parity;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The installed Ansible. */
final class Ansible implements Tool {

    private static final Map<String, String> PROGRAMS = Map.of(
            "run", "ansible-playbook", "exec", "ansible", "inventory", "ansible-inventory", "vault", "ansible-vault");

    @Override
    public Answer answer(String verb, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.get(verb)));
        command.addAll(arguments);
        Path out = Files.createTempFile("parity", ".out");
        Path err = Files.createTempFile("parity", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(new File(environment.get("HOME")))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3");
            builder.environment().put("ANSIBLE_NOCOLOR", "1");
            builder.environment().put("ANSIBLE_PIPELINING", "1");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " hangs");
            }
            return new Answer(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
