package io.slipway.automation.module.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.json.Json;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of Helm's documentation of {@code --set}, and its edges. */
class SetValueTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "raw    | name=value            | {\"name\":\"value\"}",
                "raw    | a=b,c=d               | {\"a\":\"b\",\"c\":\"d\"}",
                "raw    | outer.inner=value     | {\"outer\":{\"inner\":\"value\"}}",
                "raw    | name={a,b,c}          | {\"name\":[\"a\",\"b\",\"c\"]}",
                "raw    | name={},a=null        | {\"name\":[],\"a\":null}",
                "raw    | s[0].port=80,s[0].h=e | {\"s\":[{\"port\":80,\"h\":\"e\"}]}",
                "raw    | name=value1\\,value2  | {\"name\":\"value1,value2\"}",
                "raw    | a\\.b/c=x             | {\"a.b/c\":\"x\"}",
                "raw    | a=true,b=0,c=012,d=-5 | {\"a\":true,\"b\":0,\"c\":\"012\",\"d\":-5}",
                "raw    | a=1.5,b=              | {\"a\":\"1.5\",\"b\":\"\"}",
                "string | a=true,b=0            | {\"a\":\"true\",\"b\":\"0\"}",
                "json   | a.b=[1,{\"c\":null}]  | {\"a\":{\"b\":[1,{\"c\":null}]}}",
                "json   | {\"a\":1}             | {\"a\":1}",
            })
    void isUnderstoodAsHelmDoes(String kind, String text, String values) {
        assertEquals(values, SetValue.set(Map.of(), kind, text).map(Json::write).orElse("not known"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "raw|a",
                "raw|=x",
                "raw|a[x]=1",
                "raw|a[-1]=1",
                "raw|a[99999999]=1",
                "raw|a={b",
                "json|a={",
                "raw|a[1"
            })
    void whatHelmRefusesIsNotKnown(String kind, String text) {
        assertEquals(Optional.empty(), SetValue.set(Map.of(), kind, text));
    }
}
