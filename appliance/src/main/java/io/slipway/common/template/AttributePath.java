package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code attribute} of filters such as map, sort and groupby: {@code "address.lines.0"}, or a number. */
final class AttributePath {

    private final List<Object> parts;
    private final @Nullable Object otherwise;

    private AttributePath(List<Object> parts, @Nullable Object otherwise) {
        this.parts = parts;
        this.otherwise = otherwise;
    }

    /**
     * @param attribute none for the value itself
     * @param otherwise what stands in for a missing attribute; none for leaving it undefined
     */
    static AttributePath of(@Nullable Object attribute, @Nullable Object otherwise) {
        List<Object> parts = new ArrayList<>();
        if (attribute instanceof String path) {
            for (String part : path.split("\\.", -1)) {
                boolean number =
                        !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
                parts.add(number ? (Object) Long.parseLong(part) : part);
            }
        } else if (attribute != null) {
            parts.add(attribute);
        }
        return new AttributePath(parts, otherwise);
    }

    /** Several paths with commas between them. */
    static List<AttributePath> several(@Nullable Object attribute) {
        List<AttributePath> paths = new ArrayList<>();
        if (attribute instanceof String all) {
            for (String one : all.split(",", -1)) {
                paths.add(of(one, null));
            }
        } else {
            paths.add(of(attribute, null));
        }
        return paths;
    }

    @Nullable
    Object of(@Nullable Object value) {
        Object found = value;
        for (Object part : parts) {
            found = Subscript.item(found, part);
            if (found instanceof Undefined && otherwise != null) {
                found = otherwise;
            }
        }
        return found;
    }

    static @Nullable Object folded(@Nullable Object value, boolean caseSensitive) {
        return !caseSensitive && value instanceof String s ? s.toLowerCase(Locale.ROOT) : value;
    }
}
