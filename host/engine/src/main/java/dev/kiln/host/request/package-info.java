/**
 * What is asked of the engine and what comes back. Open GenerationRequest and RequestFields first.
 */
@NullMarked
package dev.kiln.host.request;

import org.jspecify.annotations.NullMarked;
