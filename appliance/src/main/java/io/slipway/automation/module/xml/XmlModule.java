package io.slipway.automation.module.xml;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.EditFile;
import io.slipway.automation.module.files.EditFile.Edited;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Reads and changes parts of an XML document: the node needs neither Python nor lxml, as the document is worked at on this side. */
final class XmlModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("xml", "Reads and changes parts of an XML document")
            .options(
                    Option.of("path", PATH, "The file; it must exist").alias("dest", "file"),
                    Option.of("xmlstring", STRING, "The document itself, instead of a file"),
                    Option.of("xpath", STRING, "XPath 1.0 expression for what is to be read or changed"),
                    Option.of("namespaces", MAP, "Prefixes that the expression uses, and what they mean")
                            .orElse(Map.of()),
                    Option.of("state", STRING, "Whether what matches is to be there")
                            .alias("ensure")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("attribute", RAW, "The attribute that value is for, without @"),
                    Option.of("value", RAW, "Text of the element, or value of the attribute"),
                    Option.of("add_children", ELEMENTS, "Elements to be added to what matches"),
                    Option.of("set_children", ELEMENTS, "Elements that what matches is to hold, and no others"),
                    Option.of("count", BOOL, "Whether to count the matches").orElse(false),
                    Option.of("print_match", BOOL, "Whether to tell where the matches stand")
                            .orElse(false),
                    Option.of("pretty_print", BOOL, "Whether to indent the document")
                            .orElse(false),
                    Option.of("content", STRING, "Which part of the matches to return")
                            .oneOf("attribute", "text"),
                    Option.of("input_type", STRING, "How children are written")
                            .oneOf("xml", "yaml")
                            .orElse("yaml"),
                    Option.of("backup", BOOL, "Whether to keep the old file").orElse(false),
                    Option.of("strip_cdata_tags", BOOL, "Whether CDATA sections become text")
                            .orElse(false),
                    Option.of("insertbefore", BOOL, "Whether children are added before the first match")
                            .orElse(false),
                    Option.of("insertafter", BOOL, "Whether children are added after the last match")
                            .orElse(false))
            .exclusive("add_children", "content", "count", "print_match", "set_children", "value")
            .exclusive("path", "xmlstring")
            .exclusive("insertbefore", "insertafter")
            .oneNeeded("path", "xmlstring")
            .differs(
                    "the file comes to this side and goes back in one move: the node needs no lxml",
                    "documents with a document type (`<!DOCTYPE>`) or of more than 16 MiB are refused",
                    "numbers are taken as text; true, false and lists are refused as values",
                    "regular expressions and other extensions of lxml to XPath are not known")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        checkNeeds(a);
        XmlTask task = XmlTask.of(a);
        return a.has("xmlstring") ? ofString(call, task) : ofFile(call, task);
    }

    /** What needs what, and what cannot be said in the declaration. */
    private static void checkNeeds(Arguments a) {
        for (String option : List.of("add_children", "content", "set_children", "value")) {
            need(a, a.has(option), option, "xpath");
        }
        for (String option : List.of("count", "print_match", "insertbefore", "insertafter")) {
            need(a, a.flag(option), option, "xpath");
        }
        need(a, a.has("attribute"), "attribute", "value");
        need(a, a.string("state").equals("absent"), "state=absent", "xpath");
        need(a, !a.flag("pretty_print"), "xml without pretty_print", "xpath");
    }

    private static void need(Arguments a, boolean applies, String option, String needed) {
        if (applies && !a.has(needed)) {
            throw new ModuleFailure(option + " needs " + needed + ", which is missing");
        }
    }

    private static ModuleResult ofString(ModuleCall call, XmlTask task) {
        byte[] before = NodeText.encode(call.string("xmlstring"));
        XmlTask.Done done = done(task, before, "xml_string");
        return result(call, done, done.changed(before)).with("xmlstring", NodeText.decode(done.document()));
    }

    private static ModuleResult ofFile(ModuleCall call, XmlTask task) {
        String path = call.string("path");
        List<XmlTask.Done> last = new ArrayList<>();
        ModuleCall quiet = new ModuleCall(call.arguments(), call.check(), false, call.node(), call.controller());
        ModuleResult written = edited(EditFile.of(quiet, path, before -> {
                    XmlTask.Done done = done(task, before.orElseThrow(), path);
                    last.add(done);
                    return done.changed(before.get()) ? Edited.of(done.document(), "") : Edited.nothing("");
                })
                .backup(call.flag("backup"))
                .missing("The target XML source '%s' does not exist.")
                .status(false));
        ModuleResult result = result(call, last.getLast(), written.changed());
        return written.values().containsKey("backup_file")
                ? result.with("backup_file", written.values().get("backup_file"))
                : result;
    }

    /** A failure of this module has no exit status. */
    private static ModuleResult edited(EditFile file) {
        try {
            return file.run();
        } catch (ModuleFailure e) {
            e.values().remove("rc");
            throw e;
        }
    }

    private static XmlTask.Done done(XmlTask task, byte[] document, String name) {
        try {
            return task.on(document);
        } catch (SAXException e) {
            throw XmlTree.refused("Error while parsing document: " + name, e);
        }
    }

    private static ModuleResult result(ModuleCall call, XmlTask.Done done, boolean changed) {
        ModuleResult result = ModuleResult.changed(changed);
        if (!done.selecting()) {
            return result;
        }
        Arguments a = call.arguments();
        Map<String, @Nullable Object> actions = new LinkedHashMap<>();
        actions.put("xpath", a.string("xpath"));
        actions.put("namespaces", a.map("namespaces"));
        actions.put("state", a.string("state"));
        result = result.with("actions", actions).withAll(done.values());
        Optional<ModuleResult.Diff> diff = call.diff() && changed ? Optional.of(done.diff()) : Optional.empty();
        return diff.isPresent() ? result.with(diff.get()) : result;
    }
}
