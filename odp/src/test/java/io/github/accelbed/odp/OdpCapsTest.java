package io.github.accelbed.odp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.odp.OdpCaps.Transport;
import io.github.accelbed.odp.OdpCaps.Verb;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an adapter reports of on-demand paging, by transport. */
class OdpCapsTest {
    private static final RdmaRules RULES = RdmaRules.of(KernelVersion.parse("6.1"));

    @ParameterizedTest
    @EnumSource(names = {"RC", "XRC"})
    void reliableTransportsMayDoEverything(Transport transport) {
        assertThat(OdpCaps.all().verbs(transport, RULES)).containsExactlyInAnyOrder(Verb.values());
    }

    @Test
    void datagramsReceiveIntoPinnedMemoryOnly() {
        assertThat(OdpCaps.all().verbs(Transport.UD, RULES)).containsExactlyInAnyOrder(Verb.SEND, Verb.SRQ_RECV);
    }

    @Test
    void unreliableConnectionsMayDoNothing() {
        assertThat(OdpCaps.all().verbs(Transport.UC, RULES)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAdapterWithoutPageFaultsReportsNothing(Transport transport) {
        assertThat(OdpCaps.none().verbs(transport, RULES)).isEmpty();
        assertThat(OdpCaps.none().implicit()).isFalse();
    }

    @Test
    @Tag("unverified")
    void faultsOnSharedReceiveQueuesWereRefusedIn50() {
        RdmaRules old = RdmaRules.of(KernelVersion.parse("5.0"));
        // UNVERIFIED: which kernel was the first that serves them.
        assertThat(OdpCaps.all().verbs(Transport.RC, old)).doesNotContain(Verb.SRQ_RECV);
        assertThat(OdpCaps.all().verbs(Transport.RC, RdmaRules.of(KernelVersion.parse("5.1"))))
                .contains(Verb.SRQ_RECV);
    }
}
