package io.github.accelbed.conformance;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares where pages lie, in the model and in the kernel, without comparing frame numbers: which are one page, which show the zero
 * page, and which stayed where they were over a step.
 *
 * <p>Only pages that are present on both sides take part. Whether a page is present is compared for private anonymous memory alone: of
 * file pages the kernel maps more than it was asked for (fault-around), and fork leaves shared ones to be faulted in again. Whether
 * fork hands the zero page on depends on which areas have merged before, which the model only approximates; no access can tell.
 */
final class PhysicalIdentity {
    private Placement modelBefore = Placement.NOTHING;
    private Placement kernelBefore = Placement.NOTHING;

    /** The pages of one comparison, by the number that a side gives them. */
    private static final class Seen {
        private final Map<Long, String> inModel = new HashMap<>();
        private final Map<Long, String> inKernel = new HashMap<>();

        @Nullable
        String sharing(String page, long model, long kernel) {
            String withModel = inModel.putIfAbsent(model, page);
            String withKernel = inKernel.putIfAbsent(kernel, page);
            if (withModel != null && !withModel.equals(withKernel)) {
                return page + " and " + withModel + " are one page in the model, two in the kernel";
            }
            if (withKernel != null && withModel == null) {
                return page + " and " + withKernel + " are two pages in the model, one in the kernel";
            }
            return null;
        }
    }

    /**
     * Compares the placements after a step.
     *
     * @param model where the model has its pages, for all living processes
     * @param kernel where the kernel has them
     * @return the first difference in words, or null
     */
    @Nullable
    String difference(Placement model, Placement kernel) {
        return difference(model, kernel, true);
    }

    /** Compares them; after a merge nobody says which of the equal pages is the one that all get. */
    @Nullable
    String difference(Placement model, Placement kernel, boolean staying) {
        Seen seen = new Seen();
        String found = null;
        for (Region region : model.regions()) {
            for (int page = 0; page < model.pages(region) && found == null; page++) {
                long m = model.frame(region, page);
                long k = kernel.frame(region, page);
                if (m > Placement.ZERO_PAGE && k > Placement.ZERO_PAGE) {
                    found = seen.sharing(region.page(page), m, k);
                }
                if (found == null && m != k) {
                    found = presence(model, region, page, m, k);
                }
                if (found == null && staying) {
                    found = stayed(region, page, m, k);
                }
            }
        }
        modelBefore = model;
        kernelBefore = kernel;
        return found;
    }

    private static @Nullable String presence(Placement model, Region region, int page, long m, long k) {
        if (m == Placement.ABSENT || k == Placement.ABSENT) {
            // A page of zeros that nobody wrote reads the same, present or not.
            boolean counts = Math.max(m, k) > Placement.ZERO_PAGE && model.isPrivateAnonymous(region, page);
            return counts ? both(region.page(page) + " is", "not present", "present", m == Placement.ABSENT) : null;
        }
        boolean zero = m == Placement.ZERO_PAGE;
        return zero == (k == Placement.ZERO_PAGE)
                ? null
                : both(region.page(page) + " is", "the zero page", "a page of its own", zero);
    }

    private @Nullable String stayed(Region region, int page, long m, long k) {
        long mBefore = modelBefore.frame(region, page);
        long kBefore = kernelBefore.frame(region, page);
        boolean comparable = m != Placement.ABSENT
                && k != Placement.ABSENT
                && mBefore != Placement.ABSENT
                && kBefore != Placement.ABSENT;
        return comparable && (m == mBefore) != (k == kBefore)
                ? both(region.page(page) + " has", "kept its page", "got another page", m == mBefore)
                : null;
    }

    private static String both(String subject, String ifTrue, String ifFalse, boolean inModel) {
        return subject + " " + (inModel ? ifTrue : ifFalse) + " in the model, " + (inModel ? ifFalse : ifTrue)
                + " in the kernel";
    }
}
