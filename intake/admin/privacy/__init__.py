"""Records of access, erased patients, exports."""
