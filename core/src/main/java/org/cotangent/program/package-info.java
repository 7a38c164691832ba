/// Programs as text and bytes: [org.cotangent.program.Programs] parses what programs print, checks and serialises them. The
/// programs themselves are [org.cotangent.primitive.Program].
package org.cotangent.program;
