/**
 * Draws from Java. {@link dev.kiln.api.Kiln} is an engine in this process or a host over HTTP;
 * requests, progress, pictures and errors are the same.
 */
@NullMarked
package dev.kiln.api;

import org.jspecify.annotations.NullMarked;
