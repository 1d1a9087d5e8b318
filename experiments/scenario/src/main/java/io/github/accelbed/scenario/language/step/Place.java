package io.github.accelbed.scenario.language.step;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A place of the simulated platform where a buffer can be laid, because addresses there are somebody else's too. */
public enum Place {
    /** From the first page of x86's window of message-signalled interrupts on, 0xFEE00000. */
    MSI,

    /** From the first page of the SMMU driver's software MSI window on, 0x08000000. */
    SW_MSI,

    /** Right below 4 GiB, where the DMA API gives its first address. */
    DMA;

    /**
     * The word in a scenario.
     *
     * @return the constant's name in small letters, with a hyphen
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a place by its word.
     *
     * @param word a word of a scenario
     * @return the place, or empty if there is none
     */
    public static Optional<Place> of(String word) {
        return Stream.of(values()).filter(place -> place.word().equals(word)).findFirst();
    }

    /**
     * All words.
     *
     * @return the words in the order of the constants
     */
    public static List<String> words() {
        return Stream.of(values()).map(Place::word).toList();
    }
}
