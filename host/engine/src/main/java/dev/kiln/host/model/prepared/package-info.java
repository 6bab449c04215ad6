/** Networks as they were made ready to run, on disk. Open PreparedNetworks first. */
@NullMarked
package dev.kiln.host.model.prepared;

import org.jspecify.annotations.NullMarked;
