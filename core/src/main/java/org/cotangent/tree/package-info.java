/// Structures of tensors. Start at [org.cotangent.tree.Trees].
package org.cotangent.tree;
