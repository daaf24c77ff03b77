package io.slipway.automation.module.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real Ansible makes of larger documents is the case {@code modules/xml.case}. */
class XmlModuleTest {

    private static final String HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n";

    @TempDir
    Path temp;

    private final XmlModule xml = new XmlModule();
    private final LocalNode node = new LocalNode();

    private Calls calls() {
        return new Calls(node, new FakeController(temp));
    }

    /** What becomes of a file, without its first line; predicted before, and done in one exchange when there is nothing to do. */
    private String edited(String before, Object... arguments) throws IOException {
        Path file = temp.resolve("-a 'b\"\n.xml");
        Files.writeString(file, before);
        Object[] all = with("path", file.toString(), arguments);
        boolean predicted = calls().check(xml, all).changed();
        assertEquals(before, Files.readString(file));
        node.forget();
        boolean changed = calls().run(xml, all).changed();
        assertEquals(predicted, changed);
        assertEquals(changed ? 2 : 1, node.exchanges());
        String after = Files.readString(file);
        assertEquals(changed, after.startsWith(HEAD), "bytes stay where nothing changes");
        return changed ? after.substring(HEAD.length()) : after;
    }

    private static Object[] with(String name, Object value, Object... more) {
        List<Object> all = new ArrayList<>(List.of(name, value));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private String failure(String document, Object... arguments) {
        return calls().failure(xml, with("xmlstring", document, arguments));
    }

    private ModuleResult of(String document, Object... arguments) {
        return calls().run(xml, with("xmlstring", document, arguments));
    }

    @Test
    void whatIsAsWantedKeepsItsBytes() throws IOException {
        String odd = "<a  b='1' ><c></c>\n<d>x</d ></a>";
        assertEquals(odd, edited(odd, "xpath", "/a/d", "value", "x"));
        assertEquals(odd, edited(odd, "xpath", "/a/c"));
        assertEquals(odd, edited(odd, "xpath", "/a/@b='1'"));
        assertEquals(odd, edited(odd, "xpath", "/a/none", "state", "absent"));
        assertEquals(odd, edited(odd, "xpath", "/a/none", "add_children", List.of("x")));
        assertEquals(odd, edited(odd, "xpath", "/a", "set_children", List.of("c", Map.of("d", "x"))));
    }

    @Test
    void elementsTextsAndAttributesAreSetAndMade() throws IOException {
        assertEquals("<a><b>2</b></a>", edited("<a><b>1</b></a>", "xpath", "/a/b", "value", "2"));
        assertEquals("<a><b>11</b></a>", edited("<a><b/></a>", "xpath", "/a/b", "value", 11));
        assertEquals("<a><b/></a>", edited("<a><b>1</b></a>", "xpath", "/a/b", "value", ""));
        assertEquals(
                "<a z=\"1\" b=\"2\" c=\"&quot;&lt;\"/>",
                edited("<a z='1' b='2'/>", "xpath", "/a", "attribute", "c", "value", "\"<"));
        assertEquals("<a><b><c d=\"\"/></b></a>", edited("<a/>", "xpath", "/a/b/c/@d"));
        assertEquals("<a c=\"x\"/>", edited("<a c='y'/>", "xpath", "/a/@c='x'"));
        assertEquals("<a><b>x</b></a>", edited("<a/>", "xpath", "/a/b/text()=\"x\""));
        assertEquals("<a><b c=\"1\"><d>e</d></b></a>", edited("<a/>", "xpath", "/a/b[@c='1' and d/text()='e']"));
        assertEquals("<a><b/><b>x</b></a>", edited("<a><b/><b/></a>", "xpath", "/a/b[2]", "value", "x"));
        assertEquals("<a><b/><b><c/></b></a>", edited("<a><b/><b/></a>", "xpath", "/a/b/c"));
    }

    @Test
    void childrenAreAddedInPlaceAndTakenAway() throws IOException {
        String three = "<a><b/>,<b/></a>";
        assertEquals(
                "<a><x/><b/>,<b/></a>",
                edited(three, "xpath", "//b", "add_children", List.of("x"), "insertbefore", true));
        assertEquals(
                "<a><b/>,<b/><x/></a>",
                edited(three, "xpath", "//b", "add_children", List.of("x"), "insertafter", true));
        assertEquals(
                "<a><b/></a>",
                edited(three, "xpath", "/a/b[1]", "state", "absent").replace(",", ""));
        assertEquals("<a/>", edited(three, "xpath", "//b", "state", "absent"));
        assertEquals("<a/>", edited("<a b='1'/>", "xpath", "/a/@b", "state", "absent"));
        assertEquals(
                "<a>t<c d=\"&amp;\">&lt;</c></a>",
                edited(
                        "<a>t<b/>u</a>",
                        "xpath",
                        "/a",
                        "input_type",
                        "xml",
                        "set_children",
                        List.of("<c d='&amp;'><![CDATA[<]]></c>")));
        assertEquals("<a/>", edited("<a><b/></a>", "xpath", "/a", "set_children", List.of()));
    }

    @Test
    void namespacesAreDeclaredOnce() throws IOException {
        Map<String, String> names = Map.of("x", "u:x", "y", "u:y");
        String document = "<a xmlns=\"u:x\" xmlns:q=\"u:y\"/>";
        assertEquals(
                "<a xmlns=\"u:x\" xmlns:q=\"u:y\"><b><q:c/></b></a>",
                edited(document, "xpath", "/x:a/x:b/y:c", "namespaces", names));
        assertEquals(
                "<a xmlns=\"u:x\" xmlns:q=\"u:y\" q:d=\"1\"/>",
                edited(document, "xpath", "/x:a", "namespaces", names, "attribute", "y:d", "value", "1"));
        assertEquals(
                "<a xmlns=\"u:x\" xmlns:q=\"u:y\" xmlns:ns0=\"u:x\" ns0:d=\"\"/>",
                edited(document, "xpath", "/x:a/@x:d", "namespaces", names));
        assertEquals(
                "<a xmlns=\"u:x\" xmlns:q=\"u:y\"><k xmlns:z=\"u:z\"><q:l z:a=\"1\" q:a=\"2\"/></k></a>",
                edited(
                        document,
                        "xpath",
                        "/x:a",
                        "namespaces",
                        names,
                        "input_type",
                        "xml",
                        "add_children",
                        List.of("<k xmlns='u:x' xmlns:q='u:y' xmlns:z='u:z'><q:l z:a='1' q:a='2'/></k>")));
        assertTrue(failure(document, "xpath", "/a/z:b").contains("namespaces"));
    }

    @Test
    void stringsAreEditedWithoutANode() {
        ModuleResult result = of("<a><b>1</b></a>", "xpath", "/a/b", "value", "2", "pretty_print", true);
        assertEquals(HEAD + "<a>\n  <b>2</b>\n</a>\n", result.values().get("xmlstring"));
        assertTrue(result.changed());
        assertFalse(of("<a>\n <b/></a>", "xpath", "/a/b", "pretty_print", true).changed(), "looks alone are no change");
        assertTrue(of("<a><b/></a>", "pretty_print", true).changed(), "unless they are what is asked for");
        assertEquals(
                2L,
                of("<a><b/><b/></a>", "xpath", "/a/b", "count", true).values().get("count"));
        assertEquals(0, node.exchanges());
    }

    @Test
    void nothingIsFetchedOrExpandedAndNothingGoesTooDeep() {
        String laughs = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        String outside = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        for (String document : List.of(laughs, outside, "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/'><a/>")) {
            assertTrue(failure(document, "xpath", "/a", "count", true).contains("remove it"));
            assertTrue(failure("<a/>", "xpath", "/a", "input_type", "xml", "add_children", List.of(document))
                    .contains("document type"));
        }
        String deep = "<a>".repeat(300) + "</a>".repeat(300);
        assertTrue(failure(deep, "xpath", "/a", "count", true).contains("depth"));
        assertTrue(failure("<a/>", "xpath", "/a" + "/b".repeat(300)).startsWith("Syntax error"));
        assertTrue(failure("<a>", "xpath", "/a", "count", true).contains("line 1"));
        assertTrue(failure("\u0000", "xpath", "/a", "count", true).contains("line 1"));
    }

    @Test
    void whatXmlCannotHoldIsRefused() {
        for (String value : List.of("\u0001", "\u0000", "\ufffe", "\udc80")) {
            assertTrue(failure("<a/>", "xpath", "/a", "value", value).contains("XML cannot hold"));
            assertTrue(failure("<a/>", "xpath", "/a", "attribute", "b", "value", value)
                    .contains("XML cannot hold"));
        }
        for (String name : List.of("", " ", "a b", "1", "a:b", "<x>", "-x", "{u", "{}x")) {
            assertTrue(
                    failure("<a/>", "xpath", "/a", "add_children", List.of(name))
                            .contains("Invalid tag name"),
                    name);
        }
        for (String name : List.of("a b", "1", "\n", "=")) {
            assertTrue(
                    failure("<a/>", "xpath", "/a", "attribute", name, "value", "x")
                            .contains("Invalid"),
                    name);
        }
        assertTrue(failure("<a/>", "xpath", "/a", "value", true).contains("quotes"));
        assertTrue(failure("<a/>", "xpath", "/a", "add_children", List.of(List.of()))
                .contains("Invalid child type"));
        assertTrue(failure("<a/>", "xpath", "/a", "add_children", List.of(Map.of("b", Map.of("_", "c"))))
                .contains("list"));
    }

    @Test
    void mistakesInPathsAreToldWithTheirCause() {
        assertTrue(failure("<a/>", "xpath", "/a[").startsWith("Syntax error in xpath expression: /a[: "));
        assertTrue(failure("<a/>", "xpath", "").startsWith("Syntax error"));
        assertTrue(failure("<a/>", "xpath", "count(/a)", "state", "absent").contains("yields a value"));
        assertTrue(failure("<a/>", "xpath", "/a", "state", "absent").contains("cannot lose its root"));
        assertTrue(failure("<a>x</a>", "xpath", "/a/text()", "state", "absent").contains("matches a text"));
        assertTrue(failure("<a/>", "xpath", "/a", "add_children", List.of("b"), "insertafter", true)
                .contains("root"));
        assertTrue(failure("<a/>", "xpath", "//b[last()]").contains("Can't process Xpath"));
        assertTrue(failure("<a/>", "value", "x").contains("value needs xpath"));
        assertTrue(failure("<a/>", "xpath", "/a", "attribute", "x").contains("attribute needs value"));
        assertTrue(failure("<a/>", "state", "absent").contains("needs xpath"));
    }

    @Test
    void noTemporaryFileIsLeftBesideABackup() throws IOException {
        Path file = Files.writeString(temp.resolve("a.xml"), "<a/>");
        Object backup = calls().run(xml, "path", file.toString(), "xpath", "/a/b", "backup", true)
                .values()
                .get("backup_file");
        assertEquals("<a/>", Files.readString(Path.of(String.valueOf(backup))));
        try (Stream<Path> all = Files.list(temp)) {
            assertEquals(2, all.count());
        }
        assertTrue(calls().failure(xml, "path", temp.toString(), "xpath", "/a").contains("directory"));
    }
}
