package io.slipway.mirror.apt.closure;

import static io.slipway.mirror.apt.closure.Packages.universe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Position;
import io.slipway.mirror.apt.closure.ClosureRequest.KernelRequest;
import io.slipway.mirror.apt.control.Relations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoosesAsAptTest {

    private static final Position AT = new Position("demo.yml", 4, 5);

    /** {@code name}, {@code name (>= 1)}, {@code name=1.*} or {@code name newest 2}. */
    private static ClosureRequest.Item item(String text) {
        String[] glob = text.split("=(?=[^ ]*\\*)", 2);
        String[] newest = glob[0].split(" newest ", 2);
        return new ClosureRequest.Item(
                Relations.parse(newest[0], "amd64", AT).getFirst().getFirst(),
                glob.length == 2 ? glob[1] : "",
                newest.length == 2 ? Integer.parseInt(newest[1]) : 0,
                AT);
    }

    private static List<ClosureRequest.Word> words(String... texts) {
        return Stream.of(texts).map(text -> new ClosureRequest.Word(text, AT)).toList();
    }

    private static ClosureRequest request(String... names) {
        return new ClosureRequest(Stream.of(names).map(ChoosesAsAptTest::item).toList(), List.of(), false, false);
    }

    private static String resolve(Universe universe, String... names) {
        return shown(ResolveClosure.resolve(universe, request(names)));
    }

    private static String shown(Closure closure) {
        return String.join(
                " ",
                closure.picks().stream()
                        .map(pick -> pick.chosen().name() + "=" + pick.chosen().version())
                        .toList());
    }

    @Test
    void givesUpAnAlternativeThatCannotBeInstalled() {
        Universe universe = universe("""
                a 1; Depends: x | y
                x 1; Depends: more, gone
                more 1
                y 1
                """);
        assertEquals("a=1 y=1", resolve(universe, "a"), "and leaves nothing of it behind");
    }

    @Test
    void givesUpAnAlternativeThatIsInConflictWithWhatMustStay() {
        Universe universe = universe("""
                a 1; Depends: x | y; Conflicts: x
                b 1; Depends: x | y
                x 1
                y 1
                c 1; Breaks: y (<< 2)
                """);
        assertEquals("a=1 y=1", resolve(universe, "a"));
        assertEquals("a=1 b=1 y=1", resolve(universe, "a", "b"));
        assertEquals(
                "a=1 b=1 c=1 x=1 y=1", resolve(universe, "a", "b", "c"), "what does not go together is solved apart");
    }

    @Test
    void takesOlderVersionsOnlyWhereNothingElseWillDo() {
        Universe universe = universe("""
                a 1; Depends: b (<< 2) | c
                b 2
                b 1
                c 1
                d 1; Depends: b (<< 2)
                """);
        assertEquals("a=1 c=1", resolve(universe, "a"));
        assertEquals("b=1 d=1", resolve(universe, "d"));
    }

    @Test
    void whatIsListedWithAVersionIsTheVersionForAll() {
        Universe universe = universe("""
                a 1; Depends: b
                b 1.2.9
                b 1.2.10
                b 1.3
                """);
        assertEquals("a=1 b=1.2.10", resolve(universe, "a", "b=1.2*"));
        assertEquals("b=1.2.10 b=1.3", resolve(universe, "b newest 2"));
        assertEquals(
                "a=1 b=1.2.10 b=1.2.9 b=1.3".split(" ").length,
                resolve(universe, "a", "b newest 9").split(" ").length);
    }

    @Test
    void aBetterArchiveWinsOverALaterVersion() {
        Universe universe = new Universe("amd64");
        Packages.of("a 1\nb 1").forEach(each -> universe.add(each, Universe.USUAL_PRIORITY));
        Packages.of("a 2; Depends: b (>= 2)\nb 2").forEach(each -> universe.add(each, Universe.BACKPORTS_PRIORITY));
        assertEquals("a=1", resolve(universe, "a"));
        assertEquals("a=2 b=2", resolve(universe, "a (= 2)"));
    }

    @Test
    void anyArchitectureIsForThoseThatSayThatTheyAllowIt() {
        Universe universe = universe("""
                a 1; Depends: python3:any
                b 1; Depends: perl:any
                python3 1; Multi-Arch: allowed
                perl 1; Multi-Arch: foreign
                """);
        assertEquals("a=1 python3=1", resolve(universe, "a"));
        assertThrows(ClosureException.class, () -> resolve(universe, "b"));
    }

    @Test
    void whatAnySystemHasIsNotTaken() {
        Universe universe = universe("""
                a 1; Depends: init, libc, tool
                init 1; Priority: important; Depends: libc
                libc 1
                tool 1
                """);
        ClosureRequest request =
                new ClosureRequest(List.of(item("a")), List.of(), true, false, true, KernelRequest.NONE);
        assertEquals("a=1 tool=1", shown(ResolveClosure.resolve(universe, request)));
    }

    @Test
    void saysWhatIsInTheWayAtTheEndOfTheChain() {
        Universe universe = universe("""
                a 1; Depends: b
                b 1; Depends: c
                c 1; Depends: api (>= 3)
                d 1; Provides: api (= 2)
                """);
        ClosureException e = assertThrows(ClosureException.class, () -> resolve(universe, "a"));
        assertEquals(
                "Packages:11: a dependency cannot be had: 'api (>= 3)': of 'api' there is only d (which provides 2);"
                        + " needed by a → b → c (add the archive that has it to 'sources', or list it under 'base' if every node"
                        + " has it)",
                e.problems().getFirst().toString().replaceFirst("Packages:[0-9]+", "Packages:11"));
    }

    private static final String KERNELS = """
            linux-generic 7; Depends: linux-image-generic (= 7), linux-headers-generic (= 7)
            linux-image-generic 7; Depends: linux-image-6.8.0-45-generic, linux-modules-extra-6.8.0-45-generic
            linux-headers-generic 7; Depends: linux-headers-6.8.0-45-generic
            linux-image-6.8.0-45-generic 7; Depends: linux-modules-6.8.0-45-generic
            linux-modules-6.8.0-45-generic 7
            linux-modules-extra-6.8.0-45-generic 7
            linux-headers-6.8.0-45-generic 7; Depends: linux-headers-6.8.0-45
            linux-headers-6.8.0-45 7 all
            linux-modules-nvidia-550-server-open-6.8.0-45-generic 7; Depends: nvidia-kernel-common-550-server
            linux-modules-nvidia-470-6.8.0-45-generic 7
            nvidia-kernel-common-550-server 1
            nvidia-driver-550-server-open 1
            linux-image-6.8.0-40-generic 6
            """;

    private static Closure kernels(
            List<ClosureRequest.Word> kernels, List<ClosureRequest.Word> drivers, String... names) {
        List<ClosureRequest.Item> items =
                Stream.of(names).map(ChoosesAsAptTest::item).toList();
        return ResolveClosure.resolve(
                universe(KERNELS),
                new ClosureRequest(items, List.of(), false, false, false, new KernelRequest(kernels, drivers)));
    }

    @Test
    void aKernelBringsAllThatBelongsToIt() {
        assertEquals(
                "linux-headers-6.8.0-45=7 linux-headers-6.8.0-45-generic=7 linux-image-6.8.0-45-generic=7"
                        + " linux-modules-6.8.0-45-generic=7 linux-modules-extra-6.8.0-45-generic=7",
                shown(kernels(words("6.8.0-45-generic"), List.of())));
        assertEquals(
                "linux-headers-6.8.0-45=7 linux-headers-6.8.0-45-generic=7 linux-headers-generic=7"
                        + " linux-image-6.8.0-45-generic=7 linux-image-generic=7 linux-modules-6.8.0-45-generic=7"
                        + " linux-modules-extra-6.8.0-45-generic=7 linux-modules-nvidia-470-6.8.0-45-generic=7",
                shown(kernels(words("generic"), words("470"))));
    }

    @Test
    void aListedDriverBringsThePrecompiledModulesForTheKernel() {
        Closure closure = kernels(words("6.8.0-45-generic"), List.of(), "nvidia-driver-550-server-open");
        assertEquals(
                "linux-modules-nvidia-550-server-open-6.8.0-45-generic [driver 550-server-open for kernel 6.8.0-45-generic]",
                closure.picks().stream()
                        .filter(pick -> pick.chosen().name().startsWith("linux-modules-nvidia"))
                        .map(Closure.Pick::chain)
                        .findFirst()
                        .orElse(""));
    }

    @Test
    void kernelsWithoutHeadersAndUnknownOnesAreNamed() {
        ClosureException e = assertThrows(
                ClosureException.class, () -> kernels(words("6.8.0-40-generic", "6.8.0-99-generic"), words("999")));
        assertEquals(
                List.of(
                        "there is no kernel '6.8.0-99-generic'",
                        "there are no headers for the kernel '6.8.0-40-generic'",
                        "there is no driver '999' for the kernel '6.8.0-40-generic'"),
                e.problems().stream().map(problem -> problem.what()).toList());
    }
}
