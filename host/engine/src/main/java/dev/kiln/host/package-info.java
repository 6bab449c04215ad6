/** The host: an engine with hook points and nothing else. Open {@code app.Main} first. */
@NullMarked
package dev.kiln.host;

import org.jspecify.annotations.NullMarked;
