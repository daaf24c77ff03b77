package io.slipway.doctor;

import io.slipway.doctor.Finding.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of checks, and what they say about a host. */
public final class Doctor {

    /** What the machine is to be used for. */
    public enum Purpose {
        /** To provision a pod: what only a lab needs is worth a warning. */
        APPLIANCE,
        /** To raise a lab and run the demo as well. */
        LAB
    }

    private final List<Check> checks;

    private Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** @param home where the appliance keeps its state */
    public static Doctor forHome(Path home, Purpose purpose) {
        List<Check> checks = new ArrayList<>(MachineChecks.all(home));
        for (Check check : LabChecks.all(home)) {
            checks.add(purpose == Purpose.LAB ? check : check.lenient());
        }
        return new Doctor(checks);
    }

    /** One finding for each check, in the order of the table. */
    public List<Finding> examine(Host host) {
        return checks.stream().map(check -> check.look(host)).toList();
    }

    /** Whether nothing failed. */
    public static boolean ready(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
    }
}
