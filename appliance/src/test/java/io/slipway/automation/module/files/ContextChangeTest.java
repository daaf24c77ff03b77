package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Tools;
import io.slipway.automation.transport.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On nodes that have SELinux; what a whole task does there is shown on a machine that has it. */
class ContextChangeTest {

    private static final String LOG = "system_u:object_r:httpd_log_t:s0:c1,c2";

    @TempDir
    Path temp;

    private static WantedContext wanted(String user, String role, String type, String level) {
        return new WantedContext(List.of(user, role, type, level));
    }

    @Test
    void whatNobodyAsksForStays() {
        ContextChange change =
                ContextChange.of(wanted("", "", "etc_t", ""), LOG).orElseThrow();
        assertEquals("system_u:object_r:etc_t:s0:c1,c2", change.after());
        assertEquals(List.of("system_u", "object_r", "httpd_log_t", "s0:c1,c2"), change.partsBefore());
        assertEquals(" -t 'etc_t'", change.options());
        assertEquals(Optional.empty(), ContextChange.of(wanted("", "object_r", "", "s0:c1,c2"), LOG));
    }

    @Test
    void aPolicyWithoutLevelsGetsNone() {
        assertEquals("user_u:object_r:etc_t", wanted("user_u", "", "", "s0").over("system_u:object_r:etc_t"));
    }

    @Test
    void theDefaultIsThePolicysAndNothingWhereItHasNone() {
        WantedContext usual = wanted("_default", "", "_default", "s0");
        assertEquals(
                List.of("system_u", "", "httpd_log_t", "s0"),
                usual.resolved(LOG).parts());
        assertEquals(List.of("", "", "", "s0"), usual.resolved("").parts());
    }

    @Test
    void aNewFileIsSeenToDifferFromWhatThePolicyHas() {
        assertEquals(
                false,
                ContextChange.ofNew(wanted("", "", "httpd_log_t", ""), LOG).visible());
        assertEquals(true, ContextChange.ofNew(wanted("", "", "etc_t", ""), LOG).visible());
        assertEquals(true, ContextChange.ofNew(wanted("", "", "etc_t", ""), "").visible());
    }

    @Test
    void aColonMakesNoTwoPartsOfOne() {
        FileFixture fixture = new FileFixture(temp);
        ModuleFailure failure = assertThrows(
                ModuleFailure.class,
                () -> fixture.calls.run(new FileModule(), "path", fixture.at("x"), "setype", "etc_t:s0"));
        assertEquals("invalid selinux context: there is a colon in 'etc_t:s0'", failure.getMessage());
    }

    @Test
    void aStatusHasTheContextOrNone() {
        String before = "5:81a4:0:0:root:root:7:64:1:8:4096:0:0:1.000000000:2.000000000:-";
        assertEquals(
                Optional.of(LOG),
                Status.parse(before + ":" + LOG + ":3.500000000").context());
        Status without = Status.parse(before + ":3.500000000");
        assertEquals(Optional.empty(), without.context());
        assertEquals(3.5, without.atime());
    }

    @Test
    void thePartsReachTheProgramAsTheyAre() {
        Tools tools = new Tools(temp).have("chcon", "");
        run(tools, ":object_r:it's:s0:c1", "-odd path");
        run(tools, ":::", "other");
        assertEquals(List.of("chcon [-h] [-r] [object_r] [-t] [it's] [-l] [s0:c1] [--] [-odd path]"), tools.log());
    }

    @Test
    void aRefusalSaysWhatWasThereAndWhatWasWanted() {
        Tools tools = new Tools(temp)
                .have(
                        "chcon",
                        "echo 'chcon: failed to set type security context component: Invalid argument' >&2; exit 1")
                .prints("stat", LOG);
        ModuleFailure failure = assertThrows(ModuleFailure.class, () -> Fields.of(run(tools, "::two words:", "file")));
        assertEquals("invalid selinux context: Invalid argument", failure.getMessage());
        assertEquals(
                List.of("system_u", "object_r", "two words", "s0:c1,c2"),
                failure.values().get("new_context"));
        assertEquals(
                Arrays.asList(null, null, "two words", null), failure.values().get("input_was"));
    }

    private static Reply run(Tools tools, String context, String path) {
        return tools.node()
                .run(Script.of("set_context \"$p\"\n")
                        .using(AttributeChange.LIBRARY)
                        .set("context", context)
                        .set("p", path));
    }
}
