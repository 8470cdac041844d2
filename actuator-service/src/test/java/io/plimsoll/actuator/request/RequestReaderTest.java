package io.plimsoll.actuator.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.request.Reading.Accepted;
import io.plimsoll.actuator.request.Reading.Elsewhere;
import io.plimsoll.actuator.request.Reading.Refused;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final RequestReader READER = new RequestReader("eu1");
    private static final String DRAIN = "'action':{'type':'drain','nodes':{'names':['n1']}}";

    @Test
    void theContractsExampleIsAccepted() {
        String example = """
                { "id": "patch-2026-11-kernel-eu1", "cluster": "eu1", "requestedBy": "patching",
                  "action": { "type": "drain", "nodes": { "names": ["n1","n2"], "selector": "pool=batch" },
                              "then": "hold" },
                  "reason": "kernel 6.18.9", "notBefore": "2026-11-22T20:00:00Z", "notAfter": "2026-11-23T20:00:00Z",
                  "priority": 0, "dryRun": false,
                  "options": { "gracePeriodSeconds": null, "nodeDeadline": "PT30M", "deleteEmptyDirData": false,
                               "evictUnmanaged": false, "onDeadline": "rollback", "maxConcurrent": 1, "window": "nights" } }
                """;

        Request request = accepted(example);

        assertThat(request.id()).isEqualTo("patch-2026-11-kernel-eu1");
        assertThat(request.work()).isInstanceOfSatisfying(Work.Drain.class, drain -> {
            assertThat(drain.then()).isEqualTo(Then.HOLD);
            assertThat(drain.nodes().names()).containsExactly("n1", "n2");
        });
        assertThat(request.options())
                .isEqualTo(new DrainOptions(
                        null, Duration.ofMinutes(30), false, false, false, OnDeadline.ROLLBACK, 1, "nights"));
        assertThat(READER.check(request.source(), NOW)).isEqualTo(new Accepted(request, List.of()));
    }

    @Test
    void whatIsLeftOutHasADefault() {
        Request request = accepted(request(DRAIN));

        assertThat(request.requestedBy()).isEqualTo("unknown");
        assertThat(request.options()).isEqualTo(DrainOptions.DEFAULTS);
        assertThat(request.work()).isEqualTo(new Work.Drain(NodeSelection.named("n1"), Then.HOLD));
    }

    @Test
    void everyActionIsRead() {
        assertThat(work("{'type':'cordon','nodes':{'names':['n1']}}")).isInstanceOf(Work.Cordon.class);
        assertThat(work("{'type':'uncordon','nodes':{'names':['n1']}}")).isInstanceOf(Work.Uncordon.class);
        assertThat(work("{'type':'complete','nodes':{'names':['n1']}}")).isInstanceOf(Work.Complete.class);
        assertThat(work("{'type':'plan','nodes':{'names':['n1']}}")).isInstanceOf(Work.Preview.class);
        assertThat(work("{'type':'cancel','request':'r-2'}")).isEqualTo(new Work.Cancel("r-2"));
        assertThat(work("{'type':'resume','scope':{'kind':'Cluster'}}")).isEqualTo(new Work.Resume(Scope.cluster()));
        assertThat(work("{'type':'pause','scope':{'kind':'Node','name':'n1'},'until':'2026-11-21T22:00:00+01:00'}"))
                .isEqualTo(new Work.Pause(Scope.node("n1"), Instant.parse("2026-11-21T21:00:00Z")));
        assertThat(work("{'type':'drain','nodes':{'names':['n1']},'then':'await-reboot'}"))
                .isEqualTo(new Work.Drain(NodeSelection.named("n1"), Then.AWAIT_REBOOT));
    }

    /** Each with the code and the field of the one cause. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'colour':'red'," + DRAIN + " | UNKNOWN_FIELD | colour",
                "'action':{'type':'drain','nodes':{'names':['n1'],'all':true}} | UNKNOWN_FIELD | action.nodes.all",
                "'options':{'force':true}," + DRAIN + " | UNKNOWN_FIELD | options.force",
                "'reason':'r' | MISSING_FIELD | action",
                "'action':{'nodes':{'names':['n1']}} | MISSING_FIELD | action.type",
                "'action':{'type':'explode','nodes':{'names':['n1']}} | UNKNOWN_ACTION | action.type",
                "'action':{'type':'drain'} | MISSING_FIELD | action.nodes",
                "'action':{'type':'drain','nodes':{}} | NO_NODES | action.nodes",
                "'action':{'type':'drain','nodes':{'names':[]}} | NO_NODES | action.nodes",
                "'action':{'type':'drain','nodes':{'selector':' '}} | INVALID_SELECTOR | action.nodes.selector",
                "'action':{'type':'drain','nodes':{'selector':'a in (b'}} | INVALID_SELECTOR | action.nodes.selector",
                "'action':{'type':'drain','nodes':'all'} | WRONG_TYPE | action.nodes",
                "'action':{'type':'drain','nodes':{'names':['n1']},'then':'sing'} | UNKNOWN_VALUE | action.then",
                "'action':{'type':'cordon','nodes':{'names':['n1']},'then':'hold'} | CONFLICTING_FIELD | action.then",
                "'action':{'type':'cancel','request':'../x'} | INVALID_ID | action.request",
                "'action':{'type':'cancel','request':'r-1'} | CANCELS_ITSELF | action",
                "'action':{'type':'pause'} | MISSING_FIELD | action.scope",
                "'action':{'type':'pause','scope':{'kind':'Galaxy'}} | UNKNOWN_VALUE | action.scope.kind",
                "'action':{'type':'pause','scope':{'kind':'Node'}} | MISSING_FIELD | action.scope.name",
                "'action':{'type':'resume','scope':{'kind':'Cluster','name':'x'}} | CONFLICTING_FIELD | action.scope.name",
                "'notAfter':'soon'," + DRAIN + " | NO_INSTANT | notAfter",
                "'notAfter':'2126-01-01T00:00:00Z'," + DRAIN + " | OUT_OF_BOUNDS | notAfter",
                "'notBefore':'-999999999-01-01T00:00:00Z'," + DRAIN + " | OUT_OF_BOUNDS | notBefore",
                "'priority':99999999999," + DRAIN + " | OUT_OF_BOUNDS | priority",
                "'priority':1.5," + DRAIN + " | WRONG_TYPE | priority",
                "'dryRun':'yes'," + DRAIN + " | WRONG_TYPE | dryRun",
                "'options':{'nodeDeadline':'-PT5M'}," + DRAIN + " | OUT_OF_BOUNDS | options.nodeDeadline",
                "'options':{'nodeDeadline':'P36500D'}," + DRAIN + " | OUT_OF_BOUNDS | options.nodeDeadline",
                "'options':{'nodeDeadline':'5 minutes'}," + DRAIN + " | NO_DURATION | options.nodeDeadline",
                "'options':{'nodeDeadline':'PT99999999999999999999S'}," + DRAIN
                        + " | NO_DURATION | options.nodeDeadline",
                "'options':{'gracePeriodSeconds':-1}," + DRAIN + " | OUT_OF_BOUNDS | options.gracePeriodSeconds",
                "'options':{'gracePeriodSeconds':600,'nodeDeadline':'PT1M'}," + DRAIN
                        + " | CONFLICTING_OPTIONS | options.gracePeriodSeconds",
                "'options':{'maxConcurrent':0}," + DRAIN + " | OUT_OF_BOUNDS | options.maxConcurrent",
                "'options':{'onDeadline':'panic'}," + DRAIN + " | UNKNOWN_VALUE | options.onDeadline",
                "'requestedBy':'a\\u0000b'," + DRAIN + " | CONTROL_CHARACTER | requestedBy",
            })
    void whatIsWrongIsNamed(String fields, String code, String object) {
        Refused refused = refused(request(fields));

        assertThat(refused.id()).isEqualTo("r-1");
        assertThat(refused.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo(code);
            assertThat(cause.object()).isEqualTo(object);
            assertThat(cause.message()).startsWith(code.equals("UNKNOWN_FIELD") ? "field " + object : object);
            assertThat(cause.remedy()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "N1", "n_1", "-n1", "n1-", "n1.", "a..b", "../etc/passwd", "n 1", "", "n1/../n2", "ñ"})
    void whatCanBeNoNodesNameIsRefused(String name) {
        Refused refused = refused(request("'action':{'type':'drain','nodes':{'names':['" + name + "']}}"));

        assertThat(refused.causes().getFirst().code()).isEqualTo("INVALID_NODE_NAME");
        assertThat(refused.causes().getFirst().message()).contains("'" + name + "'");
    }

    @Test
    void everyFaultIsNamedAtOnceButNotWithoutEnd() {
        Refused some = refused(request("'colour':1,'priority':'high','action':{'type':'drain'}"));
        assertThat(some.causes())
                .extracting(cause -> cause.code())
                .containsExactly("UNKNOWN_FIELD", "WRONG_TYPE", "MISSING_FIELD");

        Refused many =
                refused(request("'action':{'type':'drain','nodes':{'names':[" + "'*',".repeat(3_000) + "'*']}}"));
        assertThat(many.causes()).hasSize(21);
        assertThat(many.causes().getLast().code()).isEqualTo("MORE");
        assertThat(many.causes().getLast().message()).contains("2981 more faults");
    }

    @Test
    void aListOfNodesBeyondTheLimitIsRefusedAsOneFault() {
        String most = "'n1',".repeat(4_999) + "'n1'";

        Refused refused = refused(request("'action':{'type':'drain','nodes':{'names':[" + most + ",'n1']}}"));

        assertThat(accepted(request("'action':{'type':'drain','nodes':{'names':[" + most + "]}}")))
                .isNotNull();
        assertThat(refused.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("TOO_MANY");
            assertThat(cause.object()).isEqualTo("action.nodes.names");
            assertThat(cause.message()).contains("5001 entries");
            assertThat(cause.remedy()).contains("at most 5000");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{\"id\":\"a\"}{}",
                "{\"id\":\"a\",\"id\":\"b\"}",
                "\u0000",
                "<xml/>",
                "{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}"
            })
    void whatIsNoRequestHasNoIdAndOneCause(String value) {
        assertThat(READER.read(value.getBytes(UTF_8), null, null, NOW))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.id()).isNull();
                    assertThat(refused.causes()).hasSize(1);
                    assertThat(refused.causes().getFirst().code()).isEqualTo("MALFORMED");
                });
    }

    @Test
    void aValueBeyondTheLimitIsNotEvenRead() {
        assertThat(READER.read(new byte[RequestReader.LARGEST + 1], null, null, NOW))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                refused.causes().getFirst().code())
                        .isEqualTo("TOO_LARGE"));
        assertThat(READER.read(null, null, null, NOW)).isEqualTo(new Reading.Nothing());
    }

    @Test
    void anotherClustersRequestIsNotOursHoweverItLooks() {
        byte[] theirs = json("{'id':'../','cluster':'us1','what':'ever'}");

        assertThat(READER.read(theirs, null, null, NOW)).isEqualTo(new Elsewhere("us1"));
        assertThat(refused(json("{'id':'r-1'," + DRAIN + "}"))
                        .causes()
                        .getFirst()
                        .object())
                .isEqualTo("cluster");
        assertThat(refused(json("{'id':'r-1','cluster':'eu1/../us1'," + DRAIN + "}"))
                        .causes()
                        .getFirst()
                        .code())
                .isEqualTo("INVALID_CLUSTER");
    }

    @Test
    void anIdThatCannotBeAKeyIsRefusedWithoutAnAnswer() {
        Refused refused = refused(json("{'id':'../../x','cluster':'eu1'," + DRAIN + "}"));

        assertThat(refused.id()).isNull();
        assertThat(refused.causes().getFirst().code()).isEqualTo("INVALID_ID");
    }

    @Test
    void fieldsOfANewerMinorVersionPassAndAnotherMajorDoesNot() {
        byte[] newer = json(request("'colour':'red'," + DRAIN));

        assertThat(READER.read(
                        newer, MaintenanceRequest.TYPE, "urn:plimsoll:io.plimsoll.maintenance.request.v1.2", NOW))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.ignored())
                        .containsExactly("colour"));
        assertThat(READER.read(newer, MaintenanceRequest.TYPE + ".3", null, NOW))
                .isInstanceOf(Accepted.class);
        assertThat(READER.read(newer, MaintenanceRequest.TYPE, "urn:plimsoll:x.v1.0", NOW))
                .isInstanceOf(Refused.class);
        assertThat(READER.read(newer, "io.plimsoll.maintenance.request.v2", null, NOW))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.id()).as("who sent it is told").isEqualTo("r-1");
                    assertThat(refused.causes().getFirst().code()).isEqualTo("NEWER_MAJOR");
                });
        assertThat(READER.read(json("{'id':'r-1','cluster':'us1'}"), "io.plimsoll.maintenance.request.v2", null, NOW))
                .isEqualTo(new Elsewhere("us1"));
        assertThat(READER.read(newer, "spoofed\n", null, NOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.causes()).singleElement().satisfies(cause -> {
                            assertThat(cause.code()).isEqualTo("UNKNOWN_TYPE");
                            assertThat(cause.message()).isEqualTo("ce_type is 'spoofed?'");
                        }));
    }

    @Test
    void selectorsSelectAsKubectlDoes() {
        var cluster = new Cluster();
        cluster.node("n1").label("pool", "batch").put();
        cluster.node("n2").label("pool", "web").label("gpu", "").put();
        cluster.node("n3").zone("b").label("pool", "batch").put();

        assertThat(selected(cluster, "pool=batch")).containsExactly("n1", "n3");
        assertThat(selected(cluster, "pool == batch, topology.kubernetes.io/zone=b"))
                .containsExactly("n3");
        assertThat(selected(cluster, "pool!=batch")).containsExactly("n2");
        assertThat(selected(cluster, "pool in (batch,web),!gpu")).containsExactly("n1", "n3");
        assertThat(selected(cluster, "pool notin (batch)")).containsExactly("n2");
        assertThat(selected(cluster, "gpu")).containsExactly("n2");
    }

    @Test
    void namesAndSelectorTogetherAreTheUnionAndWhatIsMissingIsNamed() {
        var cluster = new Cluster();
        cluster.node("n1").label("pool", "batch").put().node("n2").put();
        Request request = accepted(
                request("'action':{'type':'cordon','nodes':{'names':['n2','n9','n2'],'selector':'pool=batch'}}"));

        var resolved = ((Work.Cordon) request.work()).nodes().resolve(cluster.view);

        assertThat(resolved.present()).containsExactly("n2", "n1");
        assertThat(resolved.missing()).containsExactly("n9");
    }

    @Test
    void aPastNotAfterIsNoFaultButExpired() {
        Request request = accepted(request("'notAfter':'2026-11-21T19:00:00Z'," + DRAIN));

        assertThat(request.expiredAt(NOW)).isTrue();
    }

    @Test
    void graceThatForceWillCutShortMayBeLongerThanTheDeadline() {
        Request request = accepted(
                request("'options':{'gracePeriodSeconds':600,'nodeDeadline':'PT2M','onDeadline':'force'}," + DRAIN));

        assertThat(request.options().gracePeriod()).isEqualTo(Duration.ofMinutes(10));
    }

    private static List<String> selected(Cluster cluster, String selector) {
        Request request = accepted(request("'action':{'type':'cordon','nodes':{'selector':'" + selector + "'}}"));
        return ((Work.Cordon) request.work()).nodes().resolve(cluster.view).present();
    }

    private static Work work(String action) {
        return accepted(request("'action':" + action)).work();
    }

    private static Request accepted(String request) {
        Reading reading = READER.read(json(request), MaintenanceRequest.TYPE, null, NOW);
        assertThat(reading).isInstanceOf(Accepted.class);
        return ((Accepted) reading).request();
    }

    private static Refused refused(String request) {
        return refused(json(request));
    }

    private static Refused refused(byte[] value) {
        Reading reading = READER.read(value, MaintenanceRequest.TYPE, null, NOW);
        assertThat(reading).isInstanceOf(Refused.class);
        return (Refused) reading;
    }

    private static String request(String fields) {
        return "{'id':'r-1','cluster':'eu1'," + fields + "}";
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
