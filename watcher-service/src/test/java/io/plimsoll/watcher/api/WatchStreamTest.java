package io.plimsoll.watcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchStreamTest {

    /** An API server whose storage was restored from a backup: waiting for such a version would be for ever. */
    @Test
    void versionAboveAllThatTheServerKnowsIsOfNoMoreUseThanOneTooOld() throws IOException {
        ApiFailure failure = refused("""
                {"type": "ERROR", "object": {"kind": "Status", "code": 504, "reason": "Timeout",
                 "message": "Timeout: Too large resource version: 9000, current: 17",
                 "details": {"causes": [{"reason": "ResourceVersionTooLarge"}], "retryAfterSeconds": 1}}}""");

        assertThat(failure.what()).isEqualTo(ApiFailure.Cause.GONE);
        assertThat(failure.getMessage()).isEqualTo("410 Timeout: Too large resource version: 9000, current: 17");
    }

    @Test
    void expiredVersionIsTooOldWhateverTheCode() throws IOException {
        ApiFailure failure = refused("""
                {"type": "ERROR", "object": {"kind": "Status", "code": 500, "reason": "Expired"}}""");

        assertThat(failure.what()).isEqualTo(ApiFailure.Cause.GONE);
    }

    @Test
    void overloadedServerSaysInTheStreamHowLongToWait() throws IOException {
        ApiFailure failure = refused("""
                {"type": "ERROR", "object": {"kind": "Status", "code": 429, "reason": "TooManyRequests",
                 "message": "please try again later", "details": {"retryAfterSeconds": 7}}}""");

        assertThat(failure.what()).isEqualTo(ApiFailure.Cause.PASSING);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void noticesOfALaterApiArePassedOver() throws IOException {
        WatchStream stream = stream("""
                {"type": "RUMOUR", "object": {"kind": "Pod"}}
                {"type": "BOOKMARK", "object": {"kind": "Pod", "metadata": {"resourceVersion": "12"}}}""");

        assertThat(stream.next()).isEqualTo(new Notice.Bookmark("12", false));
        assertThat(stream.next()).isNull();
    }

    private static ApiFailure refused(String sent) throws IOException {
        return ((Notice.Refused) stream(sent).next()).failure();
    }

    private static WatchStream stream(String sent) {
        return new WatchStream(new ByteArrayInputStream(sent.getBytes(UTF_8)), "Pod");
    }
}
