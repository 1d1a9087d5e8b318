package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sequence protocol of interval notifiers: section 3.5 of the facts on memory management. */
class IntervalProtocolTest {
    private static final long BUSY = -1;

    private MmWorld world;
    private Task a;
    private MmuNotifierSubscriptions notifiers;

    @BeforeEach
    void boot() {
        world = new MmWorld("6.18");
        a = world.task("A");
        notifiers = a.mm().notifiers();
    }

    private MmuIntervalNotifier subscribe(long start, long end) {
        MmuIntervalNotifier subscription = new MmuIntervalNotifier(a.mm(), start, end) {
            @Override
            protected @Nullable Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
                assertThat(seq)
                        .as("the sequence is odd while intervals are told")
                        .isOdd();
                return null;
            }
        };
        notifiers.insert(subscription);
        return subscription;
    }

    private void start(long from, long to) {
        Cpu root = world.kernel().root();
        NotifierRange range = new NotifierRange(root).of(a.mm(), from, to, NotifierEvent.CLEAR);
        root.actor().start(root.invalidateRangeStart(range));
        assertThat(root.actor().run()).isTrue();
    }

    @Test
    void theSequenceStartsAtTwoAndASubscriptionOneBelow() {
        assertThat(notifiers.seq()).isEqualTo(2);
        assertThat(subscribe(0, 10).readBegin()).isEqualTo(1);
    }

    @Test
    void aReadThatNothingDisturbsIsGood() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        long snapshot = subscription.readBegin();
        assertThat(subscription.readRetry(snapshot)).isFalse();
    }

    @Test
    void aReadMustBeRepeatedAfterAnInvalidationInItsRange() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        long snapshot = subscription.readBegin();
        start(9, 20);
        assertThat(subscription.readRetry(snapshot)).isTrue();
        assertThat(subscription.readBegin()).as("the reader would sleep").isEqualTo(BUSY);
        notifiers.finish();
        assertThat(subscription.readRetry(snapshot)).isTrue();
        long again = subscription.readBegin();
        assertThat(subscription.readRetry(again)).isFalse();
    }

    @Test
    void anInvalidationElsewhereDisturbsNoRead() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        subscribe(10, 20);
        long snapshot = subscription.readBegin();
        start(10, 11);
        assertThat(subscription.readBegin()).isEqualTo(snapshot);
        assertThat(subscription.readRetry(snapshot)).isFalse();
        notifiers.finish();
        assertThat(subscription.readRetry(snapshot)).isFalse();
    }

    @Test
    void anInvalidationThatConcernsNobodyLeavesTheSequenceEven() {
        subscribe(0, 10);
        start(10, 11);
        assertThat(notifiers.seq()).isEqualTo(2);
        notifiers.finish();
        assertThat(notifiers.seq()).isEqualTo(2);
    }

    @Test
    void nestedInvalidationsEndWithTheLastOfThem() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        start(0, 1);
        assertThat(notifiers.seq()).isEqualTo(3);
        start(20, 21);
        start(5, 6);
        assertThat(notifiers.seq()).isEqualTo(3);
        notifiers.finish();
        notifiers.finish();
        assertThat(subscription.readBegin()).isEqualTo(BUSY);
        notifiers.finish();
        assertThat(notifiers.seq()).isEqualTo(4);
        assertThat(subscription.readBegin()).isEqualTo(3);
    }

    @Test
    void aReadThatBeganBeforeTheSecondOfTwoInvalidationsIsRepeated() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        start(0, 1);
        notifiers.finish();
        long snapshot = subscription.readBegin();
        start(1, 2);
        notifiers.finish();
        assertThat(subscription.readRetry(snapshot)).isTrue();
    }

    @Test
    void aReadThatBeganDuringAnothersInvalidationIsRepeatedIfItsOwnBegins() {
        MmuIntervalNotifier subscription = subscribe(0, 10);
        subscribe(10, 20);
        start(10, 20);
        long snapshot = subscription.readBegin();
        assertThat(snapshot).isNotEqualTo(BUSY);
        start(0, 1);
        assertThat(subscription.readRetry(snapshot)).isTrue();
        assertThat(subscription.readBegin()).isEqualTo(BUSY);
        notifiers.finish();
        notifiers.finish();
        assertThat(subscription.readBegin()).isNotEqualTo(BUSY);
    }

    @Test
    void aSubscriptionThatArrivesDuringAnInvalidationWaitsForItsEnd() {
        subscribe(0, 10);
        start(0, 1);
        MmuIntervalNotifier late = subscribe(5, 10);
        assertThat(late.readBegin()).isEqualTo(BUSY);
        notifiers.finish();
        assertThat(late.readBegin()).isNotEqualTo(BUSY);
    }
}
