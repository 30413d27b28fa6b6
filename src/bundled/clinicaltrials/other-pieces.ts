/** Outline of the sections after the results, in the form of the protocol outline. */
export const OTHER_PIECES = `
documentSection DocumentSection
  largeDocumentModule LargeDocumentModule
    noSap LargeDocNoSAP boolean
    largeDocs LargeDoc []
      typeAbbrev LargeDocTypeAbbrev text
      hasProtocol LargeDocHasProtocol boolean
      hasSap LargeDocHasSAP boolean
      hasIcf LargeDocHasICF boolean
      label LargeDocLabel text
      date LargeDocDate NormalizedDate
      uploadDate LargeDocUploadDate DateTimeMinutes
      filename LargeDocFilename text
      size LargeDocSize integer
annotationSection AnnotationSection
  annotationModule AnnotationModule
    unpostedAnnotation UnpostedAnnotation
      unpostedResponsibleParty UnpostedResponsibleParty text
      unpostedEvents UnpostedEvent []
        type UnpostedEventType UnpostedEventType
        date UnpostedEventDate NormalizedDate
        dateUnknown UnpostedEventDateUnknown boolean
    violationAnnotation ViolationAnnotation
      violationEvents ViolationEvent []
        type ViolationEventType ViolationEventType
        description ViolationEventDescription markup
        creationDate ViolationEventCreationDate NormalizedDate
        issuedDate ViolationEventIssuedDate NormalizedDate
        releaseDate ViolationEventReleaseDate NormalizedDate
        postedDate ViolationEventPostedDate NormalizedDate
derivedSection DerivedSection
  miscInfoModule MiscInfoModule
    versionHolder VersionHolder NormalizedDate
    removedCountries RemovedCountry text[]
    submissionTracking SubmissionTracking
      estimatedResultsFirstSubmitDate EstimatedResultsFirstSubmitDate NormalizedDate
      firstMcpInfo FirstMCPInfo
        postDateStruct FirstMCPPostDateStruct
          date FirstMCPPostDate NormalizedDate
          type FirstMCPPostDateType DateType
      submissionInfos SubmissionInfo []
        releaseDate SubmissionReleaseDate NormalizedDate
        unreleaseDate SubmissionUnreleaseDate NormalizedDate
        unreleaseDateUnknown SubmissionUnreleaseDateUnknown boolean
        resetDate SubmissionResetDate NormalizedDate
        mcpReleaseN SubmissionMCPReleaseN integer
  conditionBrowseModule ConditionBrowseModule
    meshes ConditionMesh []
      id ConditionMeshId text
      term ConditionMeshTerm text
    ancestors ConditionAncestor []
      id ConditionAncestorId text
      term ConditionAncestorTerm text
    browseLeaves ConditionBrowseLeaf []
      id ConditionBrowseLeafId text
      name ConditionBrowseLeafName text
      asFound ConditionBrowseLeafAsFound text
      relevance ConditionBrowseLeafRelevance BrowseLeafRelevance
    browseBranches ConditionBrowseBranch []
      abbrev ConditionBrowseBranchAbbrev text
      name ConditionBrowseBranchName text
  interventionBrowseModule InterventionBrowseModule
    meshes InterventionMesh []
      id InterventionMeshId text
      term InterventionMeshTerm text
    ancestors InterventionAncestor []
      id InterventionAncestorId text
      term InterventionAncestorTerm text
    browseLeaves InterventionBrowseLeaf []
      id InterventionBrowseLeafId text
      name InterventionBrowseLeafName text
      asFound InterventionBrowseLeafAsFound text
      relevance InterventionBrowseLeafRelevance BrowseLeafRelevance
    browseBranches InterventionBrowseBranch []
      abbrev InterventionBrowseBranchAbbrev text
      name InterventionBrowseBranchName text
hasResults HasResults boolean
`;
