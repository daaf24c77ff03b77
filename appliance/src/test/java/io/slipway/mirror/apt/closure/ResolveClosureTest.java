package io.slipway.mirror.apt.closure;

import static io.slipway.mirror.apt.closure.Packages.universe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Position;
import io.slipway.mirror.apt.control.Relations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResolveClosureTest {

    private static List<ClosureRequest.Item> items(String... names) {
        return Stream.of(names)
                .map(name -> new ClosureRequest.Item(
                        Relations.parse(name, "amd64", Position.in("test"))
                                .getFirst()
                                .getFirst(),
                        new Position("demo.yml", 4, 5)))
                .toList();
    }

    private static String resolve(Universe universe, String... names) {
        return shown(ResolveClosure.resolve(universe, new ClosureRequest(items(names), List.of(), false, false)));
    }

    private static String shown(Closure closure) {
        return String.join(
                " ",
                closure.picks().stream()
                        .map(pick -> pick.chosen().name() + "=" + pick.chosen().version())
                        .toList());
    }

    @Test
    void followsDependsAndPreDependsAcrossCycles() {
        Universe universe = universe("""
                a 1; Depends: b, c (>= 2)
                b 1; Pre-Depends: d
                c 2; Depends: a
                d 1
                e 1
                """);
        assertEquals("a=1 b=1 c=2 d=1", resolve(universe, "a"));
    }

    @Test
    void takesTheNewestVersionThatWillDo() {
        Universe universe = universe("""
                a 1; Depends: b (<< 3)
                b 1
                b 3
                b 2
                """);
        assertEquals("a=1 b=2", resolve(universe, "a"));
        assertEquals("b=3", resolve(universe, "b"));
        assertEquals("b=1", resolve(universe, "b (= 1)"));
        assertEquals("a=1 b=2 b=3", resolve(universe, "a", "b"));
    }

    @Test
    void ofAlternativesOneThatIsTakenAnywayElseTheFirstThatCanBeHad() {
        Universe universe = universe("""
                a 1; Depends: gone | x | y
                b 1; Depends: a, y
                x 1
                y 1
                """);
        assertEquals("a=1 x=1", resolve(universe, "a"));
        assertEquals("a=1 y=1", resolve(universe, "a", "y"));
        assertEquals(
                "a=1 b=1 x=1 y=1", resolve(universe, "b"), "in the order in which needs are declared, as with apt");
    }

    @Test
    void providersStandInForWhatDoesNotExist() {
        Universe universe = universe("""
                a 1; Depends: mta
                b 1; Depends: api (>= 2)
                exim 1; Provides: mta; Priority: optional
                postfix 1; Provides: mta; Priority: important
                lib1 1; Provides: api (= 1), other
                lib2 1; Provides: api (= 2)
                lib3 1; Provides: api
                lib4 1; Provides: api (= 2)
                """);
        assertEquals("a=1 postfix=1", resolve(universe, "a"));
        assertEquals("a=1 exim=1", resolve(universe, "a", "exim"));
        assertEquals("b=1 lib4=1", resolve(universe, "b"), "of equals the last one, as with apt");
    }

    @Test
    void otherArchitecturesDoNotCount() {
        Universe universe = universe("""
                a 1; Depends: b:any, c
                b 1 all; Multi-Arch: allowed
                c 2 arm64
                c 1 amd64
                """);
        assertEquals("a=1 b=1 c=1", resolve(universe, "a"));
    }

    @Test
    void whatEveryNodeHasIsNotTakenButStillSatisfies() {
        Universe universe = universe("""
                a 1; Depends: libc, new
                libc 1; Essential: yes; Depends: gcc
                gcc 1
                new 1; Depends: ssh
                ssh 1; Depends: ssl
                ssl 1
                """);
        ClosureRequest request = new ClosureRequest(items("a", "ssl"), items("ssh"), false, false);
        assertEquals("a=1 new=1 ssl=1", shown(ResolveClosure.resolve(universe, request)));
    }

    @Test
    void essentialAndRecommendedPackagesOnDemand() {
        Universe universe = universe("""
                a 1; Recommends: r, unavailable
                r 1
                base 1; Priority: required; Depends: more
                more 1
                """);
        ClosureRequest request = new ClosureRequest(items("a"), List.of(), true, true);
        assertEquals("a=1 base=1 more=1 r=1", shown(ResolveClosure.resolve(universe, request)));
    }

    @Test
    void saysWhyAPackageIsThere() {
        Universe universe = universe("""
                curl 1; Depends: libcurl (= 1)
                libcurl 1; Depends: tls
                gnutls 1; Provides: tls
                """);
        Closure closure = ResolveClosure.resolve(universe, new ClosureRequest(items("curl"), List.of(), false, false));
        assertEquals(
                "curl → libcurl (= 1) → gnutls [as tls]", closure.picks().get(1).chain());
    }

    @Test
    void namesEverythingThatCannotBeHad() {
        Universe universe = universe("""
                curl 1; Depends: libcurl (>= 2), libssl | libtls
                libcurl 1
                """);
        ClosureException e =
                assertThrows(ClosureException.class, () -> resolve(universe, "curl", "curk", "libcurl (= 7)"));
        assertEquals(
                List.of(
                        "demo.yml:4:5: the package 'curk' cannot be had: no source has a package 'curk' for amd64 (did you mean 'curl'?)",
                        "demo.yml:4:5: the package 'libcurl (= 7)' cannot be had: of 'libcurl' there is only 1",
                        "Packages:1: a dependency cannot be had: 'libcurl (>= 2)': of 'libcurl' there is only 1; needed by curl"
                                + " (add the archive that has it to 'sources', or list it under 'base' if every node has it)",
                        "Packages:1: a dependency cannot be had: 'libssl | libtls': no source has a package 'libssl' for amd64; needed by curl"
                                + " (add the archive that has it to 'sources', or list it under 'base' if every node has it)"),
                e.problems().stream().map(Object::toString).toList());
    }
}
