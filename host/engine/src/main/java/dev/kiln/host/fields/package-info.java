/** Requests in JSON: fields, their types, and what fills them. Open KilnFields first. */
@NullMarked
package dev.kiln.host.fields;

import org.jspecify.annotations.NullMarked;
