package io.slipway.common.template;

/** Everything that an engine has from the start. */
final class Builtins {

    private Builtins() {}

    static void addTo(TemplateEngine.Builder engine) {
        Globals.addTo(engine);
        CoreTests.addTo(engine);
        TextFilters.addTo(engine);
        ListFilters.addTo(engine);
        SelectFilters.addTo(engine);
        NumberFilters.addTo(engine);
    }
}
