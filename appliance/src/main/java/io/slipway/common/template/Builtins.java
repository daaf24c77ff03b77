package io.slipway.common.template;

/** Everything that an engine has from the start. */
final class Builtins {

    private Builtins() {}

    static void addTo(TemplateEngine.Builder engine) {
        Globals.addTo(engine);
        CoreTests.addTo(engine);
        TextFilters.addTo(engine);
        NumberFilters.addTo(engine);
        ListFilters.addTo(engine);
        SelectFilters.addTo(engine);
        SerialFilters.addTo(engine);
        CombineFilters.addTo(engine);
        SetFilters.addTo(engine);
        DataFilters.addTo(engine);
        RegexFilters.addTo(engine);
        PathFilters.addTo(engine);
        CodecFilters.addTo(engine);
        SizeFilters.addTo(engine);
        RandomFilters.addTo(engine);
        TimeFilters.addTo(engine);
        ResultTests.addTo(engine);
        VersionTests.addTo(engine);
        UrlTests.addTo(engine);
        IpFilters.addTo(engine);
        SubnetFilters.addTo(engine);
        HardwareFilters.addTo(engine);
        CommunityFilters.addTo(engine);
        KeyFilters.addTo(engine);
        RecordFilters.addTo(engine);
        AddressTests.addTo(engine);
        UtilsFilters.addTo(engine);
        DiffFilters.addTo(engine);
        XmlFilters.addTo(engine);
        CsvFilters.addTo(engine);
    }
}
