package io.slipway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.slipway.common.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/architecture.md} as tests. A rule whose package is gone fails too: it would guard nothing. */
class HouseRulesTest {

    private static final String ROOT = "io.slipway";
    private static final List<String> WINGS = List.of("automation", "mirror", "netboot");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Library → the packages that own it. */
    private static final Map<String, List<String>> OWNERS = Map.ofEntries(
            Map.entry("net.schmizz..", List.of("automation.transport.ssh..")),
            Map.entry("com.hierynomus..", List.of("automation.transport.ssh..")),
            Map.entry("io.undertow..", List.of("server..")),
            Map.entry("org.yaml.snakeyaml..", List.of("common.yaml..")),
            Map.entry("com.fasterxml.jackson..", List.of("common.json..")),
            Map.entry("org.bouncycastle..", List.of("common.crypto..")),
            Map.entry("org.apache.commons.codec..", List.of("common.crypto..")),
            Map.entry("io.burt..", List.of("common.jmespath..")),
            Map.entry("com.github.dockerjava..", List.of("lab..", "mirror.oci.docker..")),
            Map.entry(
                    "org.apache.commons.compress..",
                    List.of("mirror..", "automation.module..", "lab..", "netboot.live..")),
            Map.entry("org.xbill..", List.of("netboot.dns..")),
            Map.entry("java.sql..", List.of("common.state..")));

    @TestFactory
    Stream<DynamicTest> everyLibraryHasItsOwner() {
        return OWNERS.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    String[] owners =
                            entry.getValue().stream().map(p -> ROOT + "." + p).toArray(String[]::new);
                    noClasses()
                            .that(not(resideInAnyPackage(owners)))
                            .should()
                            .dependOnClassesThat(resideInAPackage(entry.getKey()))
                            .allowEmptyShould(false)
                            .check(HOUSE);
                }));
    }

    @TestFactory
    Stream<DynamicTest> noWingKnowsAnother() {
        return WINGS.stream()
                .filter(HouseRulesTest::isBuilt)
                .map(wing -> DynamicTest.dynamicTest(wing, () -> {
                    String[] others = WINGS.stream()
                            .filter(other -> !other.equals(wing))
                            .map(other -> ROOT + "." + other + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + wing + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(others)
                            .check(HOUSE);
                }));
    }

    @Test
    void theServerKnowsNoWing() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        WINGS.stream().map(w -> ROOT + "." + w + "..").toArray(String[]::new))
                .check(HOUSE);
    }

    /** A few bytes that a client sends could be larger than any disk when they are unpacked. */
    @Test
    void theServerAndTheRegistryUnpackNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".server..", ROOT + ".mirror.oci.serve..", ROOT + ".mirror.oci.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.zip..", "org.apache.commons.compress..", "com.github.luben..", "org.tukaani..")
                .check(HOUSE);
    }

    @Test
    void commonKnowsOnlyItself() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".common..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".common.."))))
                .check(HOUSE);
    }

    @Test
    void commonValuesUseTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".common")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".common")
                .check(HOUSE);
    }

    @Test
    void nothingKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli..")
                .check(HOUSE);
    }

    @Test
    void automationIsAStairDownwards() {
        below("automation.module", "automation.engine", "automation.playbook", "automation.inventory");
        below(
                "automation.transport",
                "automation.module",
                "automation.engine",
                "automation.playbook",
                "automation.inventory");
        below(
                "automation.playbook",
                "automation.engine",
                "automation.module",
                "automation.transport",
                "automation.inventory");
        below(
                "automation.inventory",
                "automation.engine",
                "automation.module",
                "automation.transport",
                "automation.playbook");
    }

    @Test
    void mirrorIsAStairDownwards() {
        below("mirror.store", "mirror.apt", "mirror.sync");
        below("mirror.apt", "mirror.sync");
    }

    private static void below(String lower, String... uppers) {
        Assertions.assertTrue(isBuilt(lower), lower + " is gone: this rule guards nothing");
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + lower + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(uppers).map(u -> ROOT + "." + u + "..").toArray(String[]::new))
                .check(HOUSE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }

    @Test
    void templatesAndPlaybooksDoNoInputOutputAndStartNoThread() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".common.template..", ROOT + ".automation.playbook..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.nio\\.file\\.Files|java\\.io\\.File.*|java\\.net\\.(?!URLEncoder|URLDecoder).*|java\\.lang\\.Thread|java\\.util\\.concurrent\\.Executor.*")
                .check(HOUSE);
    }

    @Test
    void exceptionsCarryProblems() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .should()
                .beAssignableTo(ProblemException.class)
                .check(HOUSE);
    }

    private static boolean isBuilt(String name) {
        return HOUSE.stream().anyMatch(c -> c.getPackageName().startsWith(ROOT + "." + name));
    }
}
