package io.plimsoll.simulator.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {

    /** The examples of RFC 7386, appendix A, that have an object as target and result. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b'} | {'a':null} | {}",
                "{'a':['b']} | {'a':'c'} | {'a':'c'}",
                "{'a':'c'} | {'a':['b']} | {'a':['b']}",
                "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
                "{'e':null} | {'a':1} | {'e':null,'a':1}",
                "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            })
    void mergePatches(String target, String patch, String result) {
        ObjectNode object = object(target);

        MergePatch.apply(object, read(patch));

        assertThat(object).isEqualTo(read(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'a':[1,2]} | [{'op':'add','path':'/a/1','value':9}] | {'a':[1,9,2]}",
                "{'a':[1]} | [{'op':'add','path':'/a/-','value':9}] | {'a':[1,9]}",
                "{'a':{'b/c':1}} | [{'op':'replace','path':'/a/b~1c','value':2}] | {'a':{'b/c':2}}",
                "{'a':1,'b':2} | [{'op':'remove','path':'/a'}] | {'b':2}",
                "{'a':1} | [{'op':'move','from':'/a','path':'/b'}] | {'b':1}",
                "{'a':1} | [{'op':'copy','from':'/a','path':'/b'}] | {'a':1,'b':1}",
                "{'a':1} | [{'op':'test','path':'/a','value':1.0}] | {'a':1}",
                "{'a':1} | [{'op':'test','path':'/b','value':null}] | {'a':1}"
            })
    void jsonPatches(String target, String patch, String result) {
        ObjectNode object = object(target);

        JsonPatch.apply(object, read(patch));

        assertThat(object).isEqualTo(read(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[{'op':'test','path':'/a','value':2}]",
                "[{'op':'test','path':'/b','value':2}]",
                "[{'op':'remove','path':'/b'}]",
                "[{'op':'replace','path':'/b','value':1}]",
                "[{'op':'add','path':'/b/c','value':1}]",
                "[{'op':'jump','path':'/a'}]"
            })
    void jsonPatchesThatDoNotApply(String patch) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> JsonPatch.apply(object("{'a':1}"), read(patch)))
                .matches(e -> e.code() == 422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'taints':[{'key':'a','v':1}]} | {'taints':[{'key':'b'}]} | {'taints':[{'key':'a','v':1},{'key':'b'}]}",
                "{'taints':[{'key':'a','v':1}]} | {'taints':[{'key':'a','v':2}]} | {'taints':[{'key':'a','v':2}]}",
                "{'taints':[{'key':'a'},{'key':'b'}]} | {'taints':[{'key':'a','$patch':'delete'}]} | {'taints':[{'key':'b'}]}",
                "{'taints':[{'key':'a'}]} | {'taints':[{'$patch':'replace'},{'key':'c'}]} | {'taints':[{'key':'c'}]}",
                "{'taints':[{'key':'a'}]} | {'taints':null} | {}",
                "{'tolerations':[{'key':'a'}]} | {'tolerations':[{'key':'b'}]} | {'tolerations':[{'key':'b'}]}",
                "{'conditions':[{'type':'Ready','status':'True'}]} | {'conditions':[{'type':'Ready','status':'False'}]} | {'conditions':[{'type':'Ready','status':'False'}]}",
                "{'containers':[{'name':'c','env':[{'name':'A','value':'1'}]}]} | {'containers':[{'name':'c','env':[{'name':'B','value':'2'}]}]} | {'containers':[{'name':'c','env':[{'name':'A','value':'1'},{'name':'B','value':'2'}]}]}",
                "{'ports':[{'containerPort':80,'protocol':'TCP'}]} | {'ports':[{'containerPort':80,'protocol':'UDP'}]} | {'ports':[{'containerPort':80,'protocol':'TCP'},{'containerPort':80,'protocol':'UDP'}]}",
                "{'finalizers':['a']} | {'finalizers':['b']} | {'finalizers':['a','b']}",
                "{'finalizers':['a','b']} | {'$deleteFromPrimitiveList/finalizers':['a']} | {'finalizers':['b']}",
                "{'strategy':{'type':'RollingUpdate','rollingUpdate':{'x':1}}} | {'strategy':{'$retainKeys':['type'],'type':'Recreate'}} | {'strategy':{'type':'Recreate'}}",
                "{'containers':[{'name':'a'},{'name':'b'}]} | {'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],'containers':[]} | {'containers':[{'name':'b'},{'name':'a'}]}",
                "{'selector':{'a':'b'}} | {'selector':{'$patch':'replace','c':'d'}} | {'selector':{'c':'d'}}",
                "{'a':{'b':1}} | {'a':{'$patch':'delete'}} | {}"
            })
    void strategicMergePatches(String target, String patch, String result) {
        ObjectNode object = object(target);

        StrategicMergePatch.apply(object, read(patch));

        assertThat(object).isEqualTo(read(result));
    }

    @Test
    void aPatchThatIsNoListOfOperationsIsABadRequest() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> JsonPatch.apply(object("{}"), read("{'a':1}")))
                .matches(e -> e.code() == 400);
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) read(text);
    }

    private static JsonNode read(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
