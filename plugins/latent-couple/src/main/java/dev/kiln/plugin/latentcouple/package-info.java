/**
 * Different prompts for different parts of the picture. Open {@link
 * dev.kiln.plugin.latentcouple.RegionPlan} first.
 */
@NullMarked
package dev.kiln.plugin.latentcouple;

import org.jspecify.annotations.NullMarked;
