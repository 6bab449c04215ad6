/** The queue in which requests wait. Open JobQueue first. */
@NullMarked
package dev.kiln.host.job;

import org.jspecify.annotations.NullMarked;
