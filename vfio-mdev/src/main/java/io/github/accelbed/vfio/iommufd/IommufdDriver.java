package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevBus;
import io.github.accelbed.vfio.mdev.MdevNode;
import io.github.accelbed.vfio.mdev.MdevParentOps;
import java.util.ArrayList;
import java.util.List;

/** What iommufd and VFIO's device nodes keep while they are loaded. */
final class IommufdDriver implements MdevParentOps {
    private final Kernel kernel;
    private final IommufdRules rules;
    private final UserAccount account;
    private final MdevBus bus;
    private final List<IommufdContext> contexts = new ArrayList<>();
    private int nodes;

    /** Freshly loaded. */
    IommufdDriver(Kernel kernel) {
        this.kernel = kernel;
        rules = kernel.rules(IommufdRules.class, IommufdRules.of(kernel.version()));
        account = new UserAccount(rules.accountsPinnedPages());
        bus = new MdevBus(kernel, this);
    }

    /** The machine. */
    Kernel kernel() {
        return kernel;
    }

    /** The era's rules. */
    IommufdRules rules() {
        return rules;
    }

    /** What the user has locked. */
    UserAccount account() {
        return account;
    }

    /** Where the mdevs are. */
    MdevBus bus() {
        return bus;
    }

    @Override
    public boolean takesQueuesAtCreate() {
        return true;
    }

    @Override
    public MdevNode probe(Mdev mdev) {
        return new VfioCdev(nodes++, mdev, kernel.iommu().reserved());
    }

    /** The node of an mdev. */
    static VfioCdev node(Mdev mdev) {
        return (VfioCdev) mdev.node();
    }

    /** The contexts whose file is not released. */
    List<IommufdContext> contexts() {
        return contexts;
    }
}
