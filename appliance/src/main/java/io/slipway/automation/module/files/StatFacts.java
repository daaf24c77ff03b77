package io.slipway.automation.module.files;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file's status under the names that Ansible's {@code stat} and {@code find} give it. */
final class StatFacts {

    private StatFacts() {}

    static Map<String, @Nullable Object> of(Status s) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("mode", String.format(java.util.Locale.ROOT, "%04o", s.mode()));
        facts.put("isdir", s.isDirectory());
        facts.put("ischr", s.isCharacterDevice());
        facts.put("isblk", s.isBlockDevice());
        facts.put("isreg", s.isRegular());
        facts.put("isfifo", s.isFifo());
        facts.put("islnk", s.isLink());
        facts.put("issock", s.isSocket());
        facts.put("uid", s.uid());
        facts.put("gid", s.gid());
        facts.put("size", s.size());
        facts.put("inode", s.inode());
        facts.put("dev", s.device());
        facts.put("nlink", s.links());
        facts.put("atime", s.atime());
        facts.put("mtime", s.mtime());
        facts.put("ctime", s.ctime());
        String[] names = {"rusr", "wusr", "xusr", "rgrp", "wgrp", "xgrp", "roth", "woth", "xoth"};
        for (int i = 0; i < names.length; i++) {
            facts.put(names[i], (s.mode() & (0400 >> i)) != 0);
        }
        facts.put("isuid", (s.mode() & 04000) != 0);
        facts.put("isgid", (s.mode() & 02000) != 0);
        return facts;
    }
}
