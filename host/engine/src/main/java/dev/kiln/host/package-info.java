/**
 * What several packages of the host use. The engine starts in {@code engine.Engine}, the program in
 * {@code app.Main}.
 */
@NullMarked
package dev.kiln.host;

import org.jspecify.annotations.NullMarked;
