package io.github.accelbed.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * The arrows between the modules are the only ones, no packages form a circle, and the model has no hidden input or output.
 *
 * <p>Maven keeps a module from seeing a later one; it does not keep packages apart within a module, nor an arrow that only a library's
 * own dependencies allow. This does, by package.
 */
@AnalyzeClasses(
        packages = "io.github.accelbed",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    private static final String ROOT = "io.github.accelbed.";
    private static final String MODEL = ROOT + "model..";

    /** Each module's package, and the modules that it may use. */
    private static final Map<String, List<String>> MODULES = Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("uacce", List.of("model")),
            Map.entry("vfio", List.of("model")),
            Map.entry("odp", List.of("model")),
            Map.entry("reports", List.of()),
            Map.entry("scenario", List.of("model", "uacce", "vfio", "odp", "reports")),
            Map.entry("explorer", List.of("model", "reports", "scenario")),
            Map.entry("claims", List.of("model", "reports", "scenario", "explorer")),
            Map.entry("drivers", List.of("model", "vfio", "reports", "scenario")),
            Map.entry("conformance", List.of("model", "reports", "scenario")),
            Map.entry("fuzzer", List.of("model", "vfio", "reports", "scenario", "explorer")),
            Map.entry("junit", List.of("model", "reports", "scenario", "explorer", "claims")),
            Map.entry(
                    "app",
                    List.of("model", "reports", "scenario", "explorer", "claims", "drivers", "conformance", "fuzzer")));

    @ArchTest
    static final ArchRule modulesUseOnlyWhatTheyMay = layers();

    private static ArchRule layers() {
        Architectures.LayeredArchitecture layers =
                layeredArchitecture().consideringOnlyDependenciesInAnyPackage("io.github.accelbed..");
        for (String module : MODULES.keySet()) {
            layers = layers.layer(module).definedBy(ROOT + module + "..");
        }
        for (Map.Entry<String, List<String>> module : MODULES.entrySet()) {
            Architectures.LayeredArchitecture.LayerDependencySpecification layer = layers.whereLayer(module.getKey());
            layers = module.getValue().isEmpty()
                    ? layer.mayNotAccessAnyLayer()
                    : layer.mayOnlyAccessLayers(module.getValue().toArray(String[]::new));
        }
        return layers.ensureAllClassesAreContainedInArchitecture();
    }

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheExplorerRewritesClasses = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "explorer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.objectweb.asm..");

    @ArchTest
    static final ArchRule modelAsksNoClock = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.time..").and(not(assignableTo(Duration.class))))
            .because("simulated time is handed in");

    @ArchTest
    static final ArchRule modelDrawsNoRandomnessOfItsOwn = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat(assignableTo(ThreadLocalRandom.class))
            .orShould()
            .dependOnClassesThat(assignableTo(SecureRandom.class))
            .because("the same seed must give the same run");

    @ArchTest
    static final ArchRule modelPrintsNothing = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .accessFieldWhere(JavaFieldAccess.Predicates.target(owner(assignableTo(System.class)))
                    .and(JavaFieldAccess.Predicates.target(nameMatching("out|err|in"))))
            .because("what the model has to say it returns");

    /** Not only the field: nothing that can be reached from one may change. */
    @ArchTest
    static void modelAndBackendsKeepNoStateInStatics(JavaClasses classes) {
        List<String> simulated = List.of("model", "uacce", "vfio", "odp");
        assertThat(classes)
                .filteredOn(type -> simulated.contains(module(type)))
                .flatMap(type -> StaticState.of(type.reflect()))
                .isEmpty();
    }

    /** The rules above hold for nothing if nothing was read. */
    @ArchTest
    static void everyModuleWasRead(JavaClasses classes) {
        assertThat(classes.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
                .isEqualTo(MODULES.keySet());
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", "");
    }

    /** Leaves out the jar of shared tests, which {@code DoNotIncludeTests} does not know. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
