package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The IOMMU of the machine: its TLB, its domains, the global PASID space and the SVA bindings.
 *
 * <p>One PASID per mm, global over all devices; PASID 0 is reserved for traffic without PASID. A PASID goes back when the mm is
 * destroyed, not at the last unbind. Left out: ATS, BTM (dead code in mainline).
 */
public final class Iommu implements MmStruct.DropListener {
    /** The width of the addresses of a process: 47 bits and a sign. An IOMMU that takes these takes all. */
    public static final int ALL_BITS = 48;

    private static final int PAGE_BITS = 12;

    /** All PASIDs of the 20-bit space but 0. */
    public static final int MAX_PASIDS = (1 << 20) - 1;

    private final Iotlb iotlb;
    private final boolean keepsPermissions;
    private final Errno tooWide;
    private final long pages;
    private final int maxPasids;
    private final List<ReservedRegion> reserved;
    private final ReservedRegion messages;
    private final List<SvaBinding> bindings = new ArrayList<>();
    private final List<IommuDomain> domains = new ArrayList<>();
    private final List<IommuDomain> defaultDomains = new ArrayList<>();
    private final List<@Nullable Object> pasids = new ArrayList<>();
    private int nextAsid = 1;
    private @Nullable FailNth failNth;

    /**
     * An IOMMU without domains.
     *
     * @param kind what it does when a cached entry refuses an access
     * @param bits how many bits of an address its own tables take, from 32; the first stage of SVA takes all
     * @param iotlbEntries size of its TLB, a power of two
     * @param maxPasids how many PASIDs there are, 0 to {@link #MAX_PASIDS}
     * @param reserved addresses that no mapping may use
     */
    public Iommu(IommuKind kind, int bits, int iotlbEntries, int maxPasids, List<ReservedRegion> reserved) {
        if (maxPasids < 0 || maxPasids > MAX_PASIDS) {
            throw new IllegalArgumentException("PASIDs " + maxPasids);
        }
        if (bits < 32) {
            throw new IllegalArgumentException("an IOMMU of " + bits + " bits");
        }
        keepsPermissions = kind.keepsPermissions();
        tooWide = kind == IommuKind.SMMUV3 ? Errno.ERANGE : Errno.EFAULT;
        // alloc_pte of AMD's adds levels as the addresses need them (increase_address_space).
        int width = kind == IommuKind.AMD ? ALL_BITS : Math.min(bits, ALL_BITS);
        pages = 1L << (width - PAGE_BITS);
        iotlb = new Iotlb(iotlbEntries);
        this.maxPasids = maxPasids;
        this.reserved = pages < PageTable.PAGES
                ? Stream.concat(reserved.stream(), Stream.of(ReservedRegion.beyond(pages)))
                        .toList()
                : List.copyOf(reserved);
        messages = reserved.contains(ReservedRegion.MSI) ? ReservedRegion.MSI : ReservedRegion.NONE;
    }

    /**
     * Makes one of the allocations to come fail.
     *
     * @param which which, or null for none
     */
    public void inject(@Nullable FailNth which) {
        failNth = which;
    }

    /**
     * The translation cache.
     *
     * @return the IOTLB
     */
    public Iotlb iotlb() {
        return iotlb;
    }

    /**
     * Reserved regions.
     *
     * @return those of the platform, and what lies beyond its width if that is less than a process's
     */
    public List<ReservedRegion> reserved() {
        return reserved;
    }

    /**
     * {@code domain->geometry}: whether all addresses of a range are within its width.
     *
     * @param end one past the last page
     * @return false if {@code iommu_map} of it answers {@link #tooWide}
     */
    public boolean takes(long end) {
        return end <= pages;
    }

    /**
     * What {@code iommu_map} answers beyond its width.
     *
     * @return ERANGE of {@code arm_lpae_map}, EFAULT of {@code intel_iommu_map}
     */
    public Errno tooWide() {
        return tooWide;
    }

    private boolean fails(Allocation what) {
        return failNth != null && failNth.fails(what);
    }

    /**
     * {@code iommu_domain_alloc}: an unmanaged domain, its owner's until {@link #freeDomain}.
     *
     * @return an empty one, or null if there is no memory for it
     */
    public @Nullable IommuDomain allocDomain() {
        if (fails(Allocation.DOMAIN)) {
            return null;
        }
        IommuDomain domain = new IommuDomain(nextAsid++, new PageTable(), false);
        domains.add(domain);
        return domain;
    }

    /**
     * {@code iommu_domain_free}: the domain goes with its table.
     *
     * @param domain one of {@link #allocDomain}, which nothing is attached to
     */
    public void freeDomain(IommuDomain domain) {
        if (!domains.remove(domain)) {
            throw new ModelException("the domain was freed before");
        }
        iotlb.invalidate(domain.asid(), 0, PageTable.PAGES);
    }

    /**
     * {@code iommu_setup_default_domain}: the domain of a device itself, which is there from its plugging on and is never freed.
     *
     * @return an empty one
     */
    public IommuDomain newDefaultDomain() {
        IommuDomain domain = new IommuDomain(nextAsid++, new PageTable(), false);
        defaultDomains.add(domain);
        return domain;
    }

    /**
     * Unmanaged domains that are not freed.
     *
     * @return in order of allocation
     */
    public List<IommuDomain> domains() {
        return List.copyOf(domains);
    }

    /**
     * Entries of all tables that the IOMMU owns; a leaf table of them lives as long as it has one.
     *
     * @return pages that are mapped, 0 or more
     */
    public long ownEntries() {
        return Stream.concat(domains.stream(), defaultDomains.stream())
                .mapToLong(domain -> domain.table().countMapped())
                .sum();
    }

    /**
     * {@code iommu_map} of one page that is not mapped. Of a range whose later page fails the caller clears the pages before it, as the
     * kernel's own loop does.
     *
     * @param domain an address space with a table of its own
     * @param vpn IO virtual page number
     * @param entry the entry, present
     * @return false if there is no page for a table
     */
    public boolean map(IommuDomain domain, long vpn, long entry) {
        for (int missing = failNth == null ? 0 : domain.table().missingTables(vpn); missing > 0; missing--) {
            if (fails(Allocation.IOMMU_TABLE)) {
                return false;
            }
        }
        domain.table().set(vpn, entry);
        return true;
    }

    /**
     * Translates one access: the IOTLB first, then a walk that fills it. Of an entry that refuses the access an IOMMU that keeps permissions
     * makes a fault; others walk.
     *
     * @param domain whose address space
     * @param vpn IO virtual page number
     * @param write true for a write
     * @return the frame, {@link AddressTranslator#FAULT}, {@link AddressTranslator#ABORT} or {@link AddressTranslator#MESSAGE}
     */
    public int translate(IommuDomain domain, long vpn, boolean write) {
        long entry = iotlb.lookup(domain.asid(), vpn);
        if (Pte.grants(entry, write)) {
            return Pte.frame(entry);
        }
        return keepsPermissions && entry != 0 ? AddressTranslator.FAULT : walk(domain, vpn, write);
    }

    /**
     * Whether the IOTLB alone refuses an access: it keeps an entry without the right that the table grants by now.
     *
     * @param domain whose address space
     * @param vpn IO virtual page number
     * @param write true for a write
     * @return false if the access succeeds, or if the table is the reason that it does not
     */
    public boolean refuses(IommuDomain domain, long vpn, boolean write) {
        return keepsPermissions
                && iotlb.holds(domain.asid(), vpn, false)
                && !iotlb.holds(domain.asid(), vpn, write)
                && Pte.grants(domain.table().walk(vpn), write);
    }

    /**
     * Whether it has to be told when an entry gains a right.
     *
     * @return false if it walks again
     */
    public boolean keepsPermissions() {
        return keepsPermissions;
    }

    private int walk(IommuDomain domain, long vpn, boolean write) {
        if (domain.quiet()) {
            return AddressTranslator.ABORT;
        }
        if (vpn >= messages.start() && vpn < messages.end() && !domain.withPasid()) {
            return write ? AddressTranslator.MESSAGE : AddressTranslator.ABORT;
        }
        PageTable table = domain.table();
        long entry = table.walk(vpn);
        if (!Pte.grants(entry, write)) {
            return AddressTranslator.FAULT;
        }
        if (write && (entry & (Pte.DIRTY | Pte.HUGE)) == 0) {
            entry |= Pte.DIRTY | Pte.ACCESSED;
            table.set(vpn, entry);
        }
        iotlb.fill(domain.asid(), vpn, entry);
        return Pte.frame(entry);
    }

    /**
     * Looks ahead of an access: brings the entry into the IOTLB if a walk finds it.
     *
     * @param domain whose address space
     * @param vpn IO virtual page number
     * @param write true for a write
     * @return 1 if it had to walk, 0 if the entry was cached
     */
    public int prefetch(IommuDomain domain, long vpn, boolean write) {
        if (iotlb.holds(domain.asid(), vpn, write && !keepsPermissions)) {
            return 0;
        }
        walk(domain, vpn, write);
        return 1;
    }

    /**
     * The IOTLB replaces an entry of its own accord, which is no invalidation.
     *
     * @param domain whose entry
     * @param vpn IO virtual page number
     */
    public void evict(IommuDomain domain, long vpn) {
        iotlb.invalidate(domain.asid(), vpn, vpn + 1);
    }

    /**
     * Invalidates cached entries of a domain.
     *
     * @param domain whose entries
     * @param start first page
     * @param end one past the last
     */
    public void invalidate(IommuDomain domain, long start, long end) {
        domain.countInvalidation();
        if (end - start >= PageTable.PAGES) {
            domain.forgetKernelHalf();
        }
        iotlb.invalidate(domain.asid(), start, end);
    }

    /**
     * What {@code iommu_sva_bind_device} would answer for a device whose transactions carry so many PASIDs. A new PASID comes from the
     * device's own range; one that the mm has already may be too large for this device.
     *
     * @param mm a living address space
     * @param maxPasids {@code dev->iommu->max_pasids}, the unused 0 included
     * @return OK, EOPNOTSUPP without PASIDs, EOVERFLOW if the mm's PASID is too large, ENOSPC if none is left
     */
    public Errno mayBind(MmStruct mm, int maxPasids) {
        if (maxPasids == 0) {
            return Errno.EOPNOTSUPP;
        }
        int owned = pasids.indexOf(mm);
        if (owned >= 0) {
            return owned + 1 < maxPasids ? Errno.OK : Errno.EOVERFLOW;
        }
        int free = pasids.indexOf(null);
        int slot = free < 0 ? pasids.size() : free;
        return slot < this.maxPasids && slot + 1 < maxPasids ? Errno.OK : Errno.ENOSPC;
    }

    /**
     * {@code iommu_sva_bind_device}: the binding of an mm, with one user more.
     *
     * @param mm a living address space
     * @return the binding, or null if no PASID is left (ENOSPC) or there is no memory (ENOMEM; the mm keeps its PASID)
     */
    public @Nullable SvaBinding svaBind(MmStruct mm) {
        for (SvaBinding binding : bindings) {
            if (binding.mm() == mm) {
                binding.use();
                return binding;
            }
        }
        int pasid = allocGlobalPasid(mm);
        if (pasid == 0) {
            return null;
        }
        if (fails(Allocation.DOMAIN) || fails(Allocation.NOTIFIER)) {
            return null;
        }
        mm.grab();
        SvaBinding binding = new SvaBinding(this, mm, pasid, new IommuDomain(nextAsid++, mm.pageTable(), true));
        bindings.add(binding);
        mm.notifiers().register(binding);
        return binding;
    }

    /**
     * All bindings with users.
     *
     * @return in order of creation
     */
    public List<SvaBinding> bindings() {
        return List.copyOf(bindings);
    }

    /**
     * PASIDs in use.
     *
     * @return 0 or more
     */
    public int pasidsInUse() {
        int used = 0;
        for (Object owner : pasids) {
            used += owner == null ? 0 : 1;
        }
        return used;
    }

    void unbound(SvaBinding binding) {
        bindings.remove(binding);
        binding.mm().notifiers().unregister(binding);
        binding.mm().drop();
    }

    /**
     * How many PASIDs there are.
     *
     * @return 0 up to {@link #MAX_PASIDS}
     */
    public int maxPasids() {
        return maxPasids;
    }

    /**
     * A PASID for a domain with a table of its own, taken from the same space as those of SVA.
     *
     * @param domain an unmanaged domain
     * @return 1 or more, or 0 if none is left
     */
    public int allocPasid(IommuDomain domain) {
        int slot = freeSlot();
        if (slot < 0) {
            return 0;
        }
        pasids.set(slot, domain);
        return slot + 1;
    }

    /**
     * Gives it back.
     *
     * @param pasid of a domain
     */
    public void freePasid(int pasid) {
        if (!(pasids.get(pasid - 1) instanceof IommuDomain)) {
            throw new ModelException("PASID " + pasid + " is no domain's");
        }
        pasids.set(pasid - 1, null);
    }

    /**
     * The domain that transactions with a PASID use.
     *
     * @param pasid any number
     * @return the domain that has it, or null if it is free or an mm's
     */
    public @Nullable IommuDomain domainOf(int pasid) {
        return pasid >= 1 && pasid <= pasids.size() && pasids.get(pasid - 1) instanceof IommuDomain domain
                ? domain
                : null;
    }

    private int freeSlot() {
        if (fails(Allocation.PASID)) {
            return -1;
        }
        int free = pasids.indexOf(null);
        if (free < 0 && pasids.size() < maxPasids) {
            pasids.add(null);
            return pasids.size() - 1;
        }
        return free;
    }

    /**
     * {@code mm_get_enqcmd_pasid}: whether a process has a PASID.
     *
     * @param mm an address space
     * @return true from its first bind until the mm is destroyed
     */
    public boolean hasPasid(MmStruct mm) {
        return pasids.contains(mm);
    }

    /** {@code mm_pasid_drop}. */
    @Override
    public void dropped(MmStruct mm) {
        pasids.set(pasids.indexOf(mm), null);
    }

    /** {@code iommu_alloc_global_pasid}: the mm's PASID, a new one if it has none; 0 if none is left. */
    private int allocGlobalPasid(MmStruct mm) {
        int owned = pasids.indexOf(mm);
        if (owned >= 0) {
            return owned + 1;
        }
        int slot = freeSlot();
        if (slot < 0) {
            return 0;
        }
        pasids.set(slot, mm);
        mm.onDrop(this);
        return slot + 1;
    }
}
