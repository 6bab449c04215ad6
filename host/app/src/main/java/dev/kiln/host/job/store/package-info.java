/** What of the queue outlives the process, in one file. Open StoredJobs first. */
@NullMarked
package dev.kiln.host.job.store;

import org.jspecify.annotations.NullMarked;
