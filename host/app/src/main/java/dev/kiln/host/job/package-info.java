/** The queue in which requests wait their turn. Open JobQueue first. */
@NullMarked
package dev.kiln.host.job;

import org.jspecify.annotations.NullMarked;
