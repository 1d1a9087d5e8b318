package io.github.accelbed.scenario.run;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.BindQueue;
import io.github.accelbed.scenario.language.step.CloseQueue;
import io.github.accelbed.scenario.language.step.CreateMdev;
import io.github.accelbed.scenario.language.step.DupQueue;
import io.github.accelbed.scenario.language.step.Isolate;
import io.github.accelbed.scenario.language.step.LeaseQueue;
import io.github.accelbed.scenario.language.step.MapRange;
import io.github.accelbed.scenario.language.step.MapRegion;
import io.github.accelbed.scenario.language.step.OpenQueue;
import io.github.accelbed.scenario.language.step.Plug;
import io.github.accelbed.scenario.language.step.PutQueue;
import io.github.accelbed.scenario.language.step.RemoveMdev;
import io.github.accelbed.scenario.language.step.StartQueue;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.TagQueue;
import io.github.accelbed.scenario.language.step.TouchRegion;
import io.github.accelbed.scenario.language.step.UnmapRange;
import io.github.accelbed.scenario.language.step.UnmapRegion;
import io.github.accelbed.scenario.language.step.Unplug;
import io.github.accelbed.vfio.manager.MdevManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a row offers every step of a scenario; if not, the cell is skipped with the reason. */
final class OfferedSteps {
    private final World world;
    private final Map<String, String> deviceOf = new HashMap<>();

    private OfferedSteps(World world) {
        this.world = world;
    }

    /** Why the cell is skipped, or empty if all is offered. */
    static Optional<String> reasonToSkip(Scenario scenario, World world) {
        OfferedSteps check = new OfferedSteps(world);
        List<Step> steps = scenario.steps().toList();
        for (Step step : steps) {
            String device = check.device(step);
            Access row = device == null ? null : world.row(device);
            if (row == null) {
                if (device != null) {
                    return Optional.of("line " + step.at().line() + ": without an open there is no row to ask for it");
                }
                continue;
            }
            if (step instanceof LeaseQueue && !MdevManager.serves(row)) {
                return Optional.of("line " + step.at().line()
                        + ": only rows that VFIO's type1 serves have a manager of mdevs here");
            }
            for (AccessStep needed : needed(step)) {
                String why = row.whyNot(needed);
                if (why != null) {
                    return Optional.of("line " + step.at().line() + ": " + why);
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable String device(Step step) {
        if (step instanceof OpenQueue open) {
            deviceOf.put(open.queue(), open.device());
            return open.device();
        }
        if (step instanceof LeaseQueue lease) {
            deviceOf.put(lease.queue(), lease.device());
            return lease.device();
        }
        if (step instanceof CreateMdev create) {
            deviceOf.put(create.mdev(), create.device());
            return create.device();
        }
        if (step instanceof DupQueue dup) {
            String device = deviceOf.get(dup.queue());
            if (device != null) {
                deviceOf.put(dup.copy(), device);
            }
            return device;
        }
        String name = named(step);
        return name != null && world.devices().containsKey(name) ? name : deviceOf.get(name);
    }

    private static @Nullable String named(Step step) {
        if (step instanceof CloseQueue close) {
            return close.queue();
        } else if (step instanceof MapRange map) {
            return map.queue();
        } else if (step instanceof UnmapRange unmap) {
            return unmap.queue();
        } else if (step instanceof StartQueue start) {
            return start.queue();
        } else if (step instanceof PutQueue put) {
            return put.queue();
        } else if (step instanceof MapRegion map) {
            return map.queue();
        } else if (step instanceof UnmapRegion unmap) {
            return unmap.queue();
        } else if (step instanceof TouchRegion touch) {
            return touch.queue();
        } else if (step instanceof BindQueue bind) {
            return bind.queue();
        } else if (step instanceof TagQueue tag) {
            return tag.queue();
        } else if (step instanceof RemoveMdev remove) {
            return remove.mdev();
        } else if (step instanceof Isolate isolate) {
            return isolate.device();
        } else if (step instanceof Plug plug) {
            return plug.device();
        } else if (step instanceof Unplug unplug) {
            return unplug.device();
        }
        return null;
    }

    private static List<AccessStep> needed(Step step) {
        if (step instanceof OpenQueue open) {
            List<AccessStep> needed = new ArrayList<>();
            needed.add(open.raw() ? AccessStep.OPEN_RAW : AccessStep.OPEN);
            if (open.with() != null) {
                needed.add(AccessStep.OPEN_WITH);
            }
            if (open.inherit()) {
                needed.add(AccessStep.OPEN_INHERIT);
            }
            return needed;
        } else if (step instanceof LeaseQueue) {
            return List.of(AccessStep.OPEN);
        } else if (step instanceof CloseQueue close) {
            return List.of(close.raw() ? AccessStep.CLOSE_RAW : AccessStep.CLOSE);
        } else if (step instanceof DupQueue) {
            return List.of(AccessStep.DUP);
        } else if (step instanceof MapRange map) {
            return List.of(map.device() == null ? AccessStep.MAP : AccessStep.MAP_AT);
        } else if (step instanceof UnmapRange) {
            return List.of(AccessStep.UNMAP);
        } else if (step instanceof StartQueue) {
            return List.of(AccessStep.START);
        } else if (step instanceof PutQueue) {
            return List.of(AccessStep.PUT);
        } else if (step instanceof MapRegion || step instanceof TouchRegion) {
            return List.of(AccessStep.REGION);
        } else if (step instanceof UnmapRegion) {
            return List.of(AccessStep.UNREGION);
        } else if (step instanceof BindQueue) {
            return List.of(AccessStep.BIND);
        } else if (step instanceof TagQueue) {
            return List.of(AccessStep.TAG);
        } else if (step instanceof CreateMdev) {
            return List.of(AccessStep.CREATE_MDEV);
        } else if (step instanceof RemoveMdev) {
            return List.of(AccessStep.REMOVE_MDEV);
        } else if (step instanceof Isolate) {
            return List.of(AccessStep.ISOLATE);
        } else if (step instanceof Unplug) {
            return List.of(AccessStep.UNPLUG);
        }
        return List.of();
    }
}
