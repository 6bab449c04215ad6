/**
 * Draws on a host that runs elsewhere, over HTTP. {@link dev.kiln.client.KilnClient} is a {@link
 * dev.kiln.api.Kiln}: what is written for an engine in the process runs on it unchanged.
 */
@NullMarked
package dev.kiln.client;

import org.jspecify.annotations.NullMarked;
