package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.scenario.language.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a step that reaches the kernel as another one, and against one left out in silence. */
class TranslationTest {
    private static final AgentAbilities ALL =
            new AgentAbilities(true, true, null, false, true, true, true, null, 8, 0, false, 0, 0, 0, false);

    private static String program(String steps) throws NotCarriedOutException {
        return Translation.of(Scenarios.of(steps), Counterpart.STAND_IN, ALL)
                .program()
                .text();
    }

    @Test
    void everyStepOfAProcessKeepsItsArguments() throws NotCarriedOutException {
        assertThat(program("""
                A: mmap b 4
                A: mmap f 2 shared ro file F
                A: write b[3] 9
                A: read b[3] -> r
                A: mprotect b[1..2] ro
                A: madvise b[2] wipeonfork
                A: mremap b c
                A: munmap c[1..3]
                A: fork B
                B: vfork C
                C: exec
                B: exit
                A: kill
                """)).isEqualTo("""
                buffer 0 4
                buffer 1 4
                buffer 2 2
                file 0 2
                mmap 0 0 4 0 3 0 -1
                mmap 0 2 2 1 1 0 0
                write 0 0 3 1
                read 0 0 3
                mprotect 0 0 1 2 1
                madvise 0 0 2 1 4
                mremap 0 0 1 4
                munmap 0 1 1 3
                fork 0 1
                vfork 1 2
                exec 2
                exit 1
                kill 0
                end
                """);
    }

    private static String onVfio(String headers, String steps) throws NotCarriedOutException {
        return on(Counterpart.VFIO, false, headers, steps);
    }

    private static String on(Counterpart counterpart, boolean iommufd, String headers, String steps)
            throws NotCarriedOutException {
        AgentAbilities two =
                new AgentAbilities(true, true, null, false, true, true, true, null, 8, 2, iommufd, 0, 0, 0, false);
        return Translation.of(Scenarios.of(headers, steps), counterpart, two)
                .program()
                .text();
    }

    @Test
    void aQueueOfIommufdIsOpenedByItsOwnNodeWhereTheKernelHasSome() throws NotCarriedOutException {
        String steps = "A: mmap b 2\nA: open q\nA: map q b[1] ro\n";
        assertThat(on(Counterpart.IOMMUFD, true, "backend iommufd\n", steps)).isEqualTo("""
                buffer 0 2
                mmap 0 0 2 0 3 0 -1
                open-iommufd 0 0 0 -1
                map 0 0 0 1 1 1 0 1
                end
                """);
        assertThatThrownBy(() -> on(Counterpart.IOMMUFD, false, "backend iommufd\n", steps))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessageStartingWith("iommufd: the kernel was built without it");
    }

    private static String onMdevs(String headers, String steps) throws NotCarriedOutException {
        AgentAbilities mtty =
                new AgentAbilities(true, true, null, false, true, true, true, null, 8, 0, false, 0, 16, 0, false);
        return Translation.of(Scenarios.of(headers, steps), Counterpart.MDEV, mtty)
                .program()
                .text();
    }

    @Test
    void mediatedDevicesComeAndGo() throws NotCarriedOutException {
        assertThat(onMdevs("backend vfio\ndevice nic queues 2\n", """
                root: create-mdev m on nic
                root: create-mdev n on nic
                A: open q of n
                A: open p
                A: close q raw
                root: remove-mdev n
                """)).isEqualTo("""
                mdev-create 0
                mdev-create 1
                mdev-open 0 0 0 1
                mdev-open 0 1 0 -1
                close 0 0 1
                mdev-remove 1
                end
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A: open q;A: open p;A: open o                      | open: more queues
            root: create-mdev n on nic;root: create-mdev o on nic | open: more queues
            A: open q raw                                      | open raw, with
            A: open q;A: open p with q                         | open raw, with
            A: open q;A: mmap b 1;A: map q b                   | memory of an mdev's client
            """)
    void whatAnMdevIsNotAsked(String steps, String why) {
        String all = "root: create-mdev m on nic\n" + steps.replace(";", "\n") + "\n";
        assertThatThrownBy(() -> onMdevs("backend vfio\ndevice nic queues 2\n", all))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void rowsOfRdmaAreAskedOfTheAdapter() throws NotCarriedOutException {
        AgentAbilities adapter =
                new AgentAbilities(true, true, null, false, true, true, true, null, 8, 0, false, 0, 0, 16, false);
        Scenario scenario = Scenarios.of("backend rdma-pinned odp\ndevice nic\n", """
                A: mmap b 4
                A: open q inherit
                A: open p with q
                A: map q b[1..2] ro
                A: rereg q b[1..2] rw
                q: write b[1] 9
                A: unmap q b[1..2]
                A: close p raw
                """);
        Scenario pinned = Counterpart.RDMA_PINNED.alone(scenario);
        assertThat(pinned.defaultDevice().kind()).isEqualTo("rxe");
        assertThat(Translation.of(pinned, Counterpart.RDMA_PINNED, adapter)
                        .program()
                        .text())
                .isEqualTo("""
                buffer 0 4
                mmap 0 0 4 0 3 0 -1
                open-rdma-pinned 0 0 1 -1
                open-rdma-pinned 0 1 0 0
                map 0 0 0 1 2 1 0 1
                rereg 0 0 0 1 2 3
                store 0 0 1 1
                unmap 0 0 0 1 2 0
                close 0 1 1
                end
                """);
        assertThatThrownBy(() -> Translation.of(Counterpart.ODP.alone(scenario), Counterpart.ODP, adapter))
                .hasMessageStartingWith("odp: Soft-RoCE has no on-demand regions");
    }

    @Test
    void whatAQueueOfVfioIsAskedKeepsItsArguments() throws NotCarriedOutException {
        assertThat(onVfio("backend vfio\n", """
                A: mmap b 4
                A: mmap c 4
                A: open q inherit
                A: open p with q
                A: map q b[1..2] ro
                A: map q b[3] rw at c
                A: map q b vaddr
                A: unmap q b[1..2]
                A: unmap q b vaddr
                q: write c[0] 9
                p: copy b[1] c[2]
                A: close q
                A: close p raw
                """)).isEqualTo("""
                buffer 0 4
                buffer 1 4
                mmap 0 0 4 0 3 0 -1
                mmap 0 1 4 0 3 0 -1
                open-vfio 0 0 1 -1
                open-vfio 0 1 0 0
                map 0 0 0 1 2 1 0 1
                map 0 0 0 3 1 3 1 0
                map 0 0 0 0 4 4 0 0
                unmap 0 0 0 1 2 0
                unmap 0 0 0 0 4 1
                store 0 1 0 1
                copy 1 0 1 1 2 1
                close 0 0 0
                close 0 1 1
                end
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                    | A: open q raw                        | open raw: a group alone is no queue
            ''                    | A: open q;A: open p;A: open o        | open: more queues than the emulated machine or the device has
            device accel queues 1 | A: open q;A: open p -> r             | open: more queues than the emulated machine or the device has
            ''                    | A: open q;A: dup q p                 | dup: the agent has no such call for a real device
            ''                    | A: mmap b 5;A: mmap c 5;A: open q;q: copy b c | copy: more than 4 pages take the emulated device too long
            """)
    void whatADeviceOfVfioCannotBeAskedIsSaid(String header, String steps, String why) {
        assertThatThrownBy(() -> onVfio("backend vfio\n" + header + "\n", steps.replace(';', '\n') + "\n"))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessage(why);
    }

    @Test
    void whatAQueueOfUacceIsAskedKeepsItsArguments() throws NotCarriedOutException {
        AgentAbilities four =
                new AgentAbilities(true, true, null, false, true, true, true, null, 8, 0, false, 4, 0, 0, false);
        String headers = "backend uacce\ndevice zip queues 2\ndevice nic queues 3\n";
        String steps = """
                A: mmap b 4
                A: open q
                A: open p on nic inherit raw
                A: map q b ro
                A: dup q d
                A: region p dus -> r
                A: unregion q mmio
                A: mremap q dus -> r2
                A: touch q mmio -> r3
                A: start p -> r4
                A: put q
                A: submit q read b[1] -> r5
                A: submit q write b[1] 9
                A: call q ioctl -> r6
                A: call q poll -> r7
                q: copy b[0] b[2]
                root: unplug nic
                A: close p raw
                """;
        assertThat(Translation.of(Scenarios.of(headers, steps), Counterpart.UACCE, four)
                        .program()
                        .text())
                .isEqualTo("""
                        buffer 0 4
                        uacce 0 2
                        uacce 1 3
                        uacce 2 1
                        uacce 3 1
                        mmap 0 0 4 0 3 0 -1
                        uacce-open 0 0 0 0 0
                        uacce-open 0 1 1 1 1
                        uacce-dup 0 0 2
                        uacce-region 0 1 1
                        uacce-unregion 0 0 0
                        uacce-mremap 0 0 1
                        uacce-touch 0 0 0
                        uacce-start 0 1
                        uacce-put 0 0
                        uacce-submit-read 0 0 0 1
                        uacce-submit-write 0 0 0 1 1
                        uacce-ioctl 0 0
                        uacce-poll 0 0 2
                        uacce-copy 0 0 0 0 2 1
                        uacce-unplug 1
                        uacce-close 0 1 1
                        end
                        """);
    }

    @Test
    void filesWhoseLengthChangesAndHugePagesOfThePoolKeepTheirArguments() throws NotCarriedOutException {
        assertThat(program("""
                A: mmap m 2 shared memfd F
                A: mmap f 1 shared file E
                A: mmap h 3 hugetlb
                A: truncate F 1
                A: truncate G 5
                A: madvise m remove
                A: exec keeping m
                """)).isEqualTo("""
                buffer 0 1
                buffer 1 3
                buffer 2 2
                file 0 1
                file 1 1
                memfd 2 2
                mmap 0 2 2 1 3 0 2
                mmap 0 0 1 1 3 0 0
                mmap 0 1 3 0 3 2 -1
                truncate 0 2 1
                truncate 0 1 5
                madvise 0 2 0 2 7
                exec-keeping 0 2 2
                end
                """);
    }

    @Test
    void whatTheMachineHasTooLittleOfIsNotCarriedOut() {
        AgentAbilities small =
                new AgentAbilities(true, true, null, false, true, true, false, null, 1, 0, false, 0, 0, 0, false);

        assertThatThrownBy(() ->
                        Translation.of(Scenarios.of("A: mmap b 512 hugetlb\nA: fork B\n"), Counterpart.STAND_IN, small))
                .hasMessage("mmap hugetlb: the pool of this machine has too few free pages");
        assertThatThrownBy(() -> Translation.of(
                        Scenarios.of("A: mmap b 1 shared\nA: madvise b remove\n"), Counterpart.STAND_IN, small))
                .hasMessage("madvise remove: files here take no holes");
    }

    @Test
    void pinsReferencesAndTheStandInOfAQueueKeepTheirArguments() throws NotCarriedOutException {
        assertThat(program("""
                A: mmap b 2
                A: pin p b rw longterm
                A: get g b[1] ro
                A: get h b[1]
                p: read -> r
                p: write 5
                A: unpin g
                A: open q
                A: map q b
                q: read b[1] -> s
                q: write b[0] 5
                q: copy b[0] b[1]
                A: close q
                """)).isEqualTo("""
                buffer 0 2
                mmap 0 0 2 0 3 0 -1
                pin 0 0 0 0 2
                get 0 1 0 1 1
                get-write 0 2 0 1 1
                ref-read 0
                ref-write 0 1
                unpin 0 1
                open 0 0 0
                load 0 0 1
                store 0 0 0 1
                copy 0 0 0 0 1 1
                close 0 0 0
                end
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A: pin p b ro                | pin ro: an io_uring buffer is pinned for writing
            root: migrate A b            | migrate: where a page goes is the kernel's own choice
            root: swapout A b            | swapout: what is written out is the kernel's own choice
            A: open q raw                | raw queue calls: a stand-in is one thread, without a descriptor
            """)
    void whatCannotBeCarriedOutSaysWhy(String step, String why) {
        assertThatThrownBy(() -> program("A: mmap b 1\n" + step + "\n"))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessage(why);
    }

    @Test
    void writingThroughAPlainReferenceCannotBeCarriedOut() {
        assertThatThrownBy(() -> program("A: mmap b 1\nA: get g b\ng: write 1\n"))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessage("write through get: nothing writes through the pages of a pipe");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            without early-copy    | without: a running kernel has all its mechanisms
            device zip no-pasid   | device: what answers here lacks nothing
            device zip no-pri     | device: what answers here lacks nothing
            limit memlock 64K     | limit: limits are left as they are
            """)
    void headersThatARunningKernelDoesNotFollowAreRefused(String header, String why) {
        assertThatThrownBy(
                        () -> Translation.of(Scenarios.of(header + "\n", "A: mmap b 1\n"), Counterpart.STAND_IN, ALL))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessage(why);
    }

    @Test
    void pinsAreLeftOutWhereIoUringIsRefused() {
        AgentAbilities refused = new AgentAbilities(
                false, true, "Operation not permitted", false, true, true, true, null, 0, 0, false, 0, 0, 0, false);

        assertThatThrownBy(
                        () -> Translation.of(Scenarios.of("A: mmap b 1\nA: pin p b\n"), Counterpart.STAND_IN, refused))
                .hasMessage("pin: io_uring is refused here (Operation not permitted)");
    }

    @Test
    void aShortPinOfASharedFileIsNotIoUrings() {
        assertThatThrownBy(() -> program("A: mmap b 1 shared file F\nA: mremap b c\nA: pin p c rw\n"))
                .hasMessage("pin rw of a shared file: an io_uring buffer is pinned for long");
        assertThatCode(() -> program("A: mmap b 1 shared file F\nA: pin p b rw longterm\n"))
                .doesNotThrowAnyException();
        assertThatCode(() -> program("A: mmap b 1 file F\nA: pin p b rw\n")).doesNotThrowAnyException();
    }

    @Test
    void readOnlyPinsAreGupTestsAndForLong() throws NotCarriedOutException {
        AgentAbilities can =
                new AgentAbilities(true, true, null, true, true, true, true, null, 8, 0, false, 0, 0, 0, false);
        String pin = "A: mmap b 1\nA: pin p b ro";

        assertThat(Translation.of(Scenarios.of(pin + " longterm\np: read\n"), Counterpart.STAND_IN, can)
                        .program()
                        .text())
                .contains("pin-read-only 0 0 0 0 1");
        assertThatThrownBy(() -> Translation.of(Scenarios.of(pin + "\n"), Counterpart.STAND_IN, can))
                .hasMessage("pin ro: gup_test pins for long only");
        assertThatThrownBy(() ->
                        Translation.of(Scenarios.of(pin + " longterm\np: write 1 -> r\n"), Counterpart.STAND_IN, can))
                .hasMessage("write through pin ro: gup_test only reads");
    }

    @Test
    void whatIsLargerThanTheAgentTakesIsRefused() {
        assertThatThrownBy(() -> program("A: mmap b 8193\n"))
                .isInstanceOf(NotCarriedOutException.class)
                .hasMessage("size: a buffer of more than 8192 pages");
    }
}
