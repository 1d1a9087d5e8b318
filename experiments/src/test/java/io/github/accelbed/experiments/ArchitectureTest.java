package io.github.accelbed.experiments;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The arrows between the modules are the only ones, and the model has no hidden input or output.
 *
 * <p>Maven keeps a module from seeing a later one; it does not keep the backends' packages apart once one of them is
 * split, nor a test helper from turning a dependency around. This does, by package.
 */
@AnalyzeClasses(
        packages = "io.github.accelbed",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    private static final String MODEL = "io.github.accelbed.model..";

    @ArchTest
    static final ArchRule modulesUseOnlyWhatTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.accelbed..")
            .layer("experiments")
            .definedBy("io.github.accelbed.experiments..")
            .optionalLayer("uacce")
            .definedBy("io.github.accelbed.uacce..")
            .optionalLayer("vfio-mdev")
            .definedBy("io.github.accelbed.vfio..")
            .optionalLayer("odp")
            .definedBy("io.github.accelbed.odp..")
            .optionalLayer("reports")
            .definedBy("io.github.accelbed.reports..")
            .layer("model")
            .definedBy(MODEL)
            .whereLayer("experiments")
            .mayOnlyAccessLayers("uacce", "vfio-mdev", "odp", "reports", "model")
            .whereLayer("uacce")
            .mayOnlyAccessLayers("model")
            .whereLayer("vfio-mdev")
            .mayOnlyAccessLayers("model")
            .whereLayer("odp")
            .mayOnlyAccessLayers("model")
            .whereLayer("reports")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packagesOfTheModelFormNoCycle = slices().matching("io.github.accelbed.model.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

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

    @ArchTest
    static final ArchRule modelKeepsNoStateInStatics = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage(MODEL)
            .and()
            .areStatic()
            .should()
            .beFinal()
            .allowEmptyShould(true);

    /** The rules above hold for nothing if nothing was read: each module that has classes must be among them. */
    @ArchTest
    static void everyModuleWasRead(JavaClasses classes) {
        assertThat(classes)
                .extracting(c -> c.getPackageName().replaceFirst("(io\\.github\\.accelbed\\.[a-z]+).*", "$1"))
                .contains("io.github.accelbed.model", "io.github.accelbed.experiments");
    }

    /** Leaves out the jar of shared tests, which {@code DoNotIncludeTests} does not know. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
