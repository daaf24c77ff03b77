package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told when apt or dpkg gives up, and what becomes of packages that are neither there nor gone. */
class AptTroubleTest {

    @TempDir
    Path temp;

    private final AptModule apt = new AptModule();
    private Tools tools;
    private Calls calls;

    /** The package half is there, but its configuration failed. */
    @BeforeEach
    void aNode() {
        tools = new Tools(temp)
                .quietly("dpkg-query", """
                        case $* in *Provides*) exit 0 ;; esac
                        while [ "$1" != -- ]; do shift; done; shift
                        for n; do case half in $n) printf 'half-configured\\thalf\\tall\\t1.0\\n' ;; esac
                          case gone in $n) printf 'not-installed\\tgone\\tall\\t\\n' ;; esac
                        done""")
                .prints("dpkg", "amd64")
                .quietly("apt-cache", "")
                .have("apt-get", "echo '0 upgraded, 0 newly installed, 1 to remove and 0 not upgraded.'");
        calls = new Calls(tools.node(), new FakeController(temp));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            E: Type 'dib' is not known on line 2 in source list /etc/apt/x.list | line 2 of /etc/apt/x.list is no source | {path: /etc/apt/x.list,
            E: Malformed entry 1 in list file /etc/apt/x.list (Suite) | line 1 of /etc/apt/x.list is no source | file:
            E: Malformed line 3 in source list /etc/apt/x.list (dist parse) | line 3 of /etc/apt/x.list is no source | file:
            E: Failed to fetch file:/m/./Packages  File not found - /m/./Packages (2: No such file) | leads nowhere | apt_repository
            E: Failed to fetch http://m/a.deb  404  Not Found | a file that the mirror does not have any more | update_cache
            E: Failed to fetch file:/m/./a.deb  File not found - /m/./a.deb | a file that the mirror does not have any more | update_cache
            dpkg-deb (subprocess): cannot copy archive member: unexpected end of file or stream | no package, or only a part | 'file'
            """)
    void aCauseAndARemedyAreNamed(String said, String cause, String remedy) {
        var problem = AptTrouble.of("apt failed", said);
        assertTrue(problem.why().contains(cause), problem.toString());
        assertTrue(problem.hint().contains(remedy), problem.toString());
    }

    @Test
    void theScriptThatFailedIsNamedWithItsStatus() {
        String installing =
                "dpkg: error processing package half (--configure):\r\n installed half package post-installation"
                        + " script subprocess returned error exit status 3\r\n";
        assertEquals(
                "the post-installation script of the package half ended with exit status 3",
                AptTrouble.of("x", installing).why());
        String removing =
                "dpkg: error processing package half (--remove):\r\n installed half package pre-removal script"
                        + " subprocess returned error exit status 1\r\n";
        var problem = AptTrouble.of("x", removing);
        assertEquals(
                "the pre-removal script of the package half ended with exit status 1, and the package stays",
                problem.why());
        assertTrue(problem.hint().contains("/var/lib/dpkg/info/half.prerm"), problem.hint());
    }

    @Test
    void aPackageThatIsHalfThereIsRemoved() {
        assertTrue(calls.run(apt, "name", "half", "state", "absent").changed());
        assertTrue(
                calls.run(apt, "name", "hal*", "state", "absent", "purge", true).changed());
        assertFalse(calls.run(apt, "name", List.of("gone", "half=2*"), "state", "absent", "purge", true)
                .changed());
        assertEquals(2, tools.log().size());
        assertTrue(
                tools.log().getFirst().endsWith("[remove] [--] [half]"),
                tools.log().toString());
    }

    @Test
    void whoProvidesAVirtualPackageIsTold() {
        tools.have("apt-get", """
                printf 'Reading package lists...\\nPackage mta is a virtual package provided by:\\n  postfix 3.7 (= 2)\\n  exim4 4.9\\n\\n'
                echo "E: Package 'mta' has no installation candidate" >&2; exit 100""");
        assertEquals(
                "Package 'mta' has no installation candidate: it is a virtual package, which exim4 and postfix provide (name the one"
                        + " to have)",
                calls.failure(apt, "name", "mta"));
    }

    @Test
    void whatCannotBeFetchedIsTheFailure() {
        tools.quietly("apt-helper", """
                echo 'Err:1 http://m/x.deb'
                echo 'E: Failed to fetch http://m/x.deb  404  Not Found [IP: 10.0.0.1 80]' >&2; exit 100""");
        assertEquals(
                "Failure downloading http://m/x.deb: 404  Not Found [IP: 10.0.0.1 80]: the package lists name a file that the mirror"
                        + " does not have any more (fetch them again: update_cache: true)",
                calls.failure(apt, "deb", "http://m/x.deb"));
    }

    @Test
    void anEmptyNameIsAMistake() {
        assertEquals(
                "No package matching '' is available (one of the names is empty: leave it out, as by select())",
                calls.failure(apt, "name", List.of("half", " ")));
        assertFalse(calls.run(apt, "name", List.of()).changed());
    }
}
