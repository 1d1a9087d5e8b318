package io.github.accelbed.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A package of which a simulated world is made. Exploration rewrites its classes so that it sees what they change and can take it back;
 * {@link Unwoven} leaves one out. It says nothing of packages below.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PACKAGE)
public @interface Woven {}
