package org.cotangent;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Marks what may change in a minor release.
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface Incubating {}
