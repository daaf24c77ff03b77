package io.slipway.automation.module.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code update-alternatives --display} tells, in Debian's words or in those of chkconfig.
 *
 * @param mode {@code auto} or {@code manual}; empty where nothing is known
 */
record Alternatives(String mode, String current, String link, Map<String, Choice> choices) {

    private static final Pattern MODE = Pattern.compile("(?m)\\s-\\s(?:status\\sis\\s)?(\\w*)(?:\\smode|.)$");
    private static final Pattern CURRENT = Pattern.compile("(?m)^\\s*link currently points to (.*)$");
    private static final Pattern LINK = Pattern.compile("(?m)^\\s*link \\w+ is (.*)$");
    private static final Pattern FOLLOWER_LINK = Pattern.compile("(?m)^\\s*(?:slave|follower) (\\S+) is (.*)$");
    private static final Pattern CHOICE =
            Pattern.compile("(?m)^(/.*)\\s-\\s(?:family\\s\\S+\\s)?priority\\s(\\d+)((?:\\s+(?:slave|follower).*)*)");
    private static final Pattern FOLLOWER = Pattern.compile("(?m)^\\s+(?:slave|follower) (.*): (.*)$");

    record Choice(long priority, List<AlternativesModule.Follower> followers) {}

    static Alternatives parse(String display) {
        Map<String, String> links = new LinkedHashMap<>();
        Matcher link = FOLLOWER_LINK.matcher(display);
        while (link.find()) {
            links.put(link.group(1), link.group(2));
        }
        Map<String, Choice> choices = new LinkedHashMap<>();
        Matcher choice = CHOICE.matcher(display);
        while (choice.find()) {
            List<AlternativesModule.Follower> followers = new ArrayList<>();
            Matcher follower = FOLLOWER.matcher(choice.group(3));
            while (follower.find()) {
                if (!follower.group(2).equals("(null)")) {
                    followers.add(new AlternativesModule.Follower(
                            follower.group(1), follower.group(2), links.getOrDefault(follower.group(1), "")));
                }
            }
            choices.put(choice.group(1), new Choice(Long.parseLong(choice.group(2)), followers));
        }
        return new Alternatives(first(MODE, display), first(CURRENT, display), first(LINK, display), choices);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
